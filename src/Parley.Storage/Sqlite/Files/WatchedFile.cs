namespace Parley.Storage.Sqlite.Files;

/// <summary>A file that must keep its name while a server uses it: what is written to a file without a name is lost.</summary>
/// <param name="path">Its path.</param>
/// <param name="identity">The file that has this path now.</param>
internal sealed class WatchedFile(string path, FileIdentity identity)
{
    private readonly byte[] _encodedPath = FileIdentity.Encode(path);

    /// <summary>Explains what has happened to the file; <c>null</c> while it is in its place.</summary>
    public string? FindProblem() => FileIdentity.Find(_encodedPath) == identity ? null
        : $"'{path}' was moved, removed or replaced while the server was using it. " +
            "Put it back, or stop the server, restore a backup and start again.";
}
