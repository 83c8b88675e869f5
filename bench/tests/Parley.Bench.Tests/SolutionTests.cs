using System.Xml.Linq;

namespace Parley.Bench.Tests;

public sealed class SolutionTests
{
    private static readonly string Solution = Path.Combine(Repository.Find(), "bench", "Parley.Bench.slnx");

    /// <summary>A project outside the solution would be built in its default configuration, which is not the one that is tested.</summary>
    [Fact]
    public void Solution_EveryReferencedProject_IsInIt()
    {
        var projects = Paths(Solution, "Project", "Path");

        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.Subset(projects, Paths(project, "ProjectReference", "Include")));
    }

    [Fact]
    public void Solution_EveryProjectInBench_IsInIt() => Assert.Subset(
        Paths(Solution, "Project", "Path"),
        Directory.EnumerateFiles(Path.GetDirectoryName(Solution)!, "*.csproj", SearchOption.AllDirectories).ToHashSet());

    private static HashSet<string> Paths(string file, string element, string attribute) =>
    [
        .. XDocument.Load(file).Descendants(element)
            .Select(found => Path.GetFullPath(found.Attribute(attribute)!.Value, Path.GetDirectoryName(file)!)),
    ];
}
