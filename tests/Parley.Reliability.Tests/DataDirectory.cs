namespace Parley.Reliability.Tests;

/// <summary>A data directory that outlives its servers; kept if the test fails, to be looked at.</summary>
internal sealed class DataDirectory
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-reliability-");

    public string Path => _directory.FullName;

    /// <summary>At the end of a test that passed.</summary>
    public void Delete() => _directory.Delete(recursive: true);
}
