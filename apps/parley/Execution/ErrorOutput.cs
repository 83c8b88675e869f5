using Parley.Command.Formatting;

namespace Parley.Command.Execution;

/// <summary>Messages to the user, on standard error.</summary>
internal static class ErrorOutput
{
    /// <summary>Writes one line, safe for a terminal.</summary>
    public static void WriteLine(string message) => Console.Error.WriteLine($"parley: {SafeText.Clean(message)}");
}
