using Parley.Server.Hosting.Settings;

namespace Parley.Server.Hosting;

/// <summary>The directory of <c>--data</c>.</summary>
internal static class DataDirectory
{
    /// <summary>The value for a log that is kept in memory only.</summary>
    public const string Memory = ":memory:";

    /// <summary>Creates the directory if it is missing, and checks that it can be written.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="StartupException">It cannot be created or written.</exception>
    public static string Prepare(string directory)
    {
        try
        {
            var path = Path.GetFullPath(directory);
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            using var probe = new FileStream(
                Path.Combine(path, $".probe-{Environment.ProcessId}"),
                new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return path;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupException(
                $"The data directory '{directory}' cannot be written: {exception.Message} Choose another with --data.", exception);
        }
    }
}
