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
        ["Parley.Cluster"] = ["Parley.Engine"],
        ["Parley.Server"] = ["Parley.Cluster", "Parley.Storage", "Parley.Protocol.Grpc"],
        ["Parley.Contracts.Testing"] = ["Parley.Engine", "Parley.Storage"],
        ["parley"] = ["Parley.Server", "Parley.Client"],
    };

    private static readonly string[] Folders = ["src", "apps"];

    [Fact]
    public void Projects_ReferenceOnlyWhatTheyMay()
    {
        foreach (var file in ProjectFiles())
        {
            var name = Path.GetFileNameWithoutExtension(file);
            Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is new: say here what it may reference.");
            Assert.Subset(allowed!.ToHashSet(), References(file, "ProjectReference").Select(Path.GetFileNameWithoutExtension).ToHashSet()!);
        }
    }

    [Fact]
    public void Rooms_KnowNeitherSocketsNorStorageNorHosting() =>
        Assert.Empty(References(Repository.At("src", "Parley.Rooms", "Parley.Rooms.csproj"), "PackageReference"));

    [Fact]
    public void Projects_TakeVersionsFromOnePlace()
    {
        var versioned = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants("PackageReference").Where(reference => reference.Attribute("Version") is not null)
                .Select(reference => $"{file}: {reference.Attribute("Include")?.Value}"));

        Assert.Empty(versioned);
    }

    private static IEnumerable<string> ProjectFiles() =>
        Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*.csproj", SearchOption.AllDirectories));

    private static IEnumerable<string> References(string file, string kind) =>
        XDocument.Load(file).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));
}
