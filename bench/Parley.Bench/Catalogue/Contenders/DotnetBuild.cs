namespace Parley.Bench.Catalogue.Contenders;

/// <summary>Builds .NET projects without leaving compiler or build processes behind, which would disturb the measurement.</summary>
internal static class DotnetBuild
{
    public static Launch Of(string project) => new(
        "dotnet", "build", project, "--configuration", "Release", "--verbosity", "quiet", "--nologo",
        "-maxcpucount:1", "-nodeReuse:false", "-p:UseSharedCompilation=false");
}
