using Parley.Protocol;

namespace Parley.Command.Execution;

/// <summary>Messages to the user, on standard error.</summary>
internal static class ErrorOutput
{
    /// <summary>Writes one line, safe for a terminal. If it cannot be written, nobody can be informed of that either.</summary>
    public static void WriteLine(string message)
    {
        try
        {
            Console.Error.WriteLine($"parley: {SafeText.Clean(message)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
