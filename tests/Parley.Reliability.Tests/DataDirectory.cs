namespace Parley.Reliability.Tests;

/// <summary>A data directory that outlives its servers. If the test fails, it is kept for inspection.</summary>
internal sealed class DataDirectory
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-reliability-");

    public string Path => _directory.FullName;

    /// <summary>Deletes the directory. Called at the end of a test that passed.</summary>
    public void Delete() => _directory.Delete(recursive: true);
}
