namespace Parley.Command.Clients;

/// <summary>The command cannot go on; the message is one line for the person who started it.</summary>
/// <param name="message">What happened and what to do.</param>
/// <param name="exitCode">What the process returns.</param>
internal sealed class CommandException(string message, int exitCode) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
