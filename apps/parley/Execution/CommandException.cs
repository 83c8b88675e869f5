namespace Parley.Command.Execution;

/// <summary>The command cannot continue. The message is one line for the user: what happened and what to do.</summary>
internal sealed class CommandException : Exception
{
    private CommandException(string message, int exitCode)
        : base(message) => ExitCode = exitCode;

    /// <summary>See <see cref="Execution.ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The work could not be done.</summary>
    public static CommandException Failure(string message) => new(message, Execution.ExitCode.Failure);

    /// <summary>The command line is invalid.</summary>
    public static CommandException Usage(string message) => new(message, Execution.ExitCode.Usage);
}
