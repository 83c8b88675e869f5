using System.Text;
using Parley.Testing;

namespace Parley.Storage.Tests.Sqlite;

/// <summary>The bytes of the files of a directory.</summary>
internal static class LogBytes
{
    /// <summary>True if one of the files has a text somewhere.</summary>
    public static bool Contain(string directory, string text) =>
        Directory.EnumerateFiles(directory, "parley.db*").Any(path => Read(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    /// <summary>Waits until none of the files has a text.</summary>
    public static async Task WaitUntilGoneAsync(string directory, string text)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var timeout = new CancellationTokenSource(Deadline.Step);
        while (Contain(directory, text))
        {
            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
