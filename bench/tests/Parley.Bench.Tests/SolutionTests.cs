using System.Xml.Linq;
using Parley.Testing;

namespace Parley.Bench.Tests;

public sealed class SolutionTests
{
    /// <summary>A project outside the solution would be built in its default configuration, which is not the one that is tested.</summary>
    [Fact]
    public void Solution_EveryReferencedProject_IsInIt()
    {
        var projects = Paths(Repository.At("bench", "Parley.Bench.slnx"), "Project", "Path");

        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.Subset(projects, Paths(project, "ProjectReference", "Include")));
    }

    [Fact]
    public void Solution_EveryProjectInBench_IsInIt() => Assert.Subset(
        Paths(Repository.At("bench", "Parley.Bench.slnx"), "Project", "Path"),
        Directory.EnumerateFiles(Repository.At("bench"), "*.csproj", SearchOption.AllDirectories).ToHashSet());

    private static HashSet<string> Paths(string file, string element, string attribute) =>
    [
        .. XDocument.Load(file).Descendants(element)
            .Select(found => Path.GetFullPath(found.Attribute(attribute)!.Value, Path.GetDirectoryName(file)!)),
    ];
}
