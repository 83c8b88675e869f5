namespace Parley.Testing;

/// <summary>Where things are in the repository in which the tests run.</summary>
public static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// Starts the command <c>parley</c>: a program and its first arguments. It is the published program that <c>TEST_PARLEY</c> names, or
    /// else what was built in the configuration of the tests.
    /// </summary>
    public static IReadOnlyList<string> Parley { get; } = Environment.GetEnvironmentVariable("TEST_PARLEY") is { Length: > 0 } published
        ? [published]
        : ["dotnet", At("apps", "parley", "bin", Configuration, "net10.0", "parley.dll")];

    /// <summary>The sample server with a kind of its own, built in the configuration of the tests.</summary>
    public static string CounterDll { get; } =
        Path.Combine(Root, "samples", "CounterKind", "bin", Configuration, "net10.0", "CounterKind.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>A path in the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Parley.slnx")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"No Parley.slnx above {AppContext.BaseDirectory}");
    }
}
