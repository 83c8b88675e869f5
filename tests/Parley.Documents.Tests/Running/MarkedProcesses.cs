using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Parley.Documents.Tests.Running;

/// <summary>
/// Every process with a variable in its environment, however it came to be: terminals, compilers and servers leave the group of the shell
/// line that started them.
/// </summary>
internal static class MarkedProcesses
{
    /// <summary>Kills them and their children until none is left.</summary>
    public static void Kill(string variable, string value)
    {
        var mark = Encoding.UTF8.GetBytes($"{variable}={value}\0");
        while (Find(mark) is { Count: > 0 } found)
        {
            found.ForEach(KillAndWait);
        }
    }

    private static List<Process> Find(byte[] mark)
    {
        var found = new List<Process>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(folder);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && HasMark(folder, mark))
            {
                try
                {
                    found.Add(Process.GetProcessById(id));
                }
                catch (ArgumentException)
                {
                    // It has just ended.
                }
            }
        }

        return found;
    }

    // A process that has ended and waits for its parent has no environment left.
    private static bool HasMark(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's, or it has just ended.
            return false;
        }
    }

    private static void KillAndWait(Process process)
    {
        using (process)
        {
            process.Kill();
            process.WaitForExit();
        }
    }
}
