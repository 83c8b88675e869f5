namespace Parley.Bench.Catalogue;

/// <summary>Builds that leave no compiler or build process behind that would take part in what is measured.</summary>
internal static class DotnetBuild
{
    public static Launch Of(string project) => new(
        "dotnet", "build", project, "--configuration", "Release", "--verbosity", "quiet", "--nologo",
        "-maxcpucount:1", "-nodeReuse:false", "-p:UseSharedCompilation=false");
}
