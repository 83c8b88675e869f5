namespace Parley.Storage.Sqlite.Files;

/// <summary>Where a path leads, with all symbolic links followed.</summary>
internal static class PhysicalPath
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    /// <param name="path">A path. What does not exist yet has no links.</param>
    /// <exception cref="IOException">The links lead in a circle, or a directory cannot be read.</exception>
    public static string Of(string path) => Of(Path.GetFullPath(path), MaxLinks);

    private static string Of(string path, int links)
    {
        var physical = Path.GetPathRoot(path)!;
        foreach (var name in path[physical.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var parent = physical;
            physical = Path.Combine(parent, name);
            if (new DirectoryInfo(physical).LinkTarget is { } target)
            {
                physical = links > 0
                    ? Of(Path.GetFullPath(target, parent), links - 1)
                    : throw new IOException($"'{path}' has too many symbolic links.");
            }
        }

        return physical;
    }
}
