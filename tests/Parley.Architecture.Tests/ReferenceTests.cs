using System.Text.Json;
using System.Xml.Linq;
using Parley.Testing;

namespace Parley.Architecture.Tests;

public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Parley.Protocol"] = [],
        ["Parley.Protocol.Grpc"] = [],
        ["Parley.Client"] = ["Parley.Protocol", "Parley.Protocol.Grpc"],
        ["Parley.Rooms"] = ["Parley.Protocol"],
        ["Parley.Engine"] = ["Parley.Rooms"],
        ["Parley.Storage"] = ["Parley.Engine"],
        ["Parley.Server"] = ["Parley.Storage", "Parley.Protocol.Grpc"],
        ["Parley.Contracts.Testing"] = ["Parley.Server"],
        ["parley"] = ["Parley.Server", "Parley.Client"],
    };

    /// <summary>What a project must not reach, however indirectly: projects, and packages by the beginning of their name.</summary>
    private static readonly Dictionary<string, string[]> Unreachable = new()
    {
        ["Parley.Protocol"] = ["*"],
        ["Parley.Rooms"] = ["*"],
        ["Parley.Engine"] = ["Google.Protobuf", "Grpc", "Microsoft.Data.Sqlite", "Parley.Protocol.Grpc"],
        ["Parley.Storage"] = ["Google.Protobuf", "Grpc", "Parley.Protocol.Grpc"],
        ["Parley.Client"] = ["Microsoft.Data.Sqlite", "Parley.Rooms", "Parley.Engine"],
    };

    /// <summary>Used by the build alone.</summary>
    private static readonly string[] BuildPackages =
        ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.CodeAnalysis.PublicApiAnalyzers", "Microsoft.NET.ILLink.Tasks"];

    private static readonly string[] Folders = ["src", "apps"];

    [Fact]
    public void Projects_Reference_OnlyWhatTheyMay()
    {
        foreach (var file in ProjectFiles())
        {
            var name = Path.GetFileNameWithoutExtension(file);
            Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is new: add what it may reference.");
            Assert.Subset(allowed!.ToHashSet(), References(file).ToHashSet());
        }
    }

    [Fact]
    public void Projects_Transitively_DoNotReachWhatTheyMustNot()
    {
        foreach (var (project, unreachable) in Unreachable)
        {
            var reached = Reach(project).Except([project]).ToList();
            var packages = reached.Append(project).SelectMany(Packages).Distinct().ToList();
            var found = unreachable is ["*"]
                ? packages
                : reached.Concat(packages)
                    .Where(name => unreachable.Any(start => name.StartsWith(start, StringComparison.Ordinal))).ToList();

            Assert.True(found.Count == 0, $"{project} reaches {string.Join(", ", found)}.");
        }
    }

    [Fact]
    public void Reach_OfTheCommand_IsTheWholeProduct() => Assert.Superset(
        new HashSet<string> { "Parley.Server", "Parley.Engine", "Parley.Storage", "Parley.Rooms", "Parley.Protocol" },
        Reach("parley").ToHashSet());

    [Fact]
    public void Projects_TakeVersionsFromOnePlace()
    {
        var versioned = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants("PackageReference")
                .Where(reference => reference.Attribute("Version") is not null)
                .Select(reference => $"{file}: {reference.Attribute("Include")?.Value}"));

        Assert.Empty(versioned);
    }

    private static IEnumerable<string> ProjectFiles() =>
        Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*.csproj", SearchOption.AllDirectories));

    private static string FileOf(string project) => ProjectFiles().Single(file => Path.GetFileNameWithoutExtension(file) == project);

    private static IEnumerable<string> References(string file) => XDocument.Load(file).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    /// <summary>The project and all it references, directly or not.</summary>
    private static IEnumerable<string> Reach(string project) =>
        References(FileOf(project)).SelectMany(Reach).Prepend(project).Distinct();

    /// <summary>The packages of a project, direct and transitive, as its lock file has them.</summary>
    private static IEnumerable<string> Packages(string project)
    {
        var file = Path.Combine(Path.GetDirectoryName(FileOf(project))!, "packages.lock.json");
        using var locked = JsonDocument.Parse(File.ReadAllText(file));
        return [.. locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => package.Name).Except(BuildPackages)];
    }
}
