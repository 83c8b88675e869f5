using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;
using Parley.Command.Formatting;

namespace Parley.Command.Rooms;

/// <summary>Keeps track of which lines were accepted, and reports it if not all of them were.</summary>
/// <param name="server">The server, for the messages.</param>
/// <param name="isInput">True if numbered lines are sent; false for a single text.</param>
internal sealed class SendProgress(Uri server, bool isInput)
{
    private long _accepted;
    private long _acceptedAfterRefusal;
    private long _next = 1;
    private (long Line, ParleyException Reason)? _refusal;

    /// <summary>The first refusal as an exception; <c>null</c> if no line was refused.</summary>
    public CommandException? Refusal => _refusal is { } refusal ? Refused(refusal.Line, refusal.Reason) : null;

    /// <summary>Records that a line is durable.</summary>
    public void Accept(long line)
    {
        if (_refusal is null)
        {
            _accepted++;
            _next = line + 1;
        }
        else
        {
            _acceptedAfterRefusal++;
        }
    }

    /// <summary>Records that a line was refused, or that its outcome is unknown.</summary>
    public void Refuse(long line, ParleyException reason) => _refusal ??= (line, reason);

    /// <summary>The server did not come back in time.</summary>
    public CommandException Disconnected(TimeSpan timeout, string reason) => CommandException.Failure(
        $"lost the connection to {ServerFailure.Show(server)} for {timeout.TotalSeconds} s ({ServerFailure.Clean(reason)}). " +
        Describe());

    /// <summary>The user asked the command to end before everything was accepted.</summary>
    public CommandException Interrupted() => CommandException.Failure($"interrupted. {Describe()}");

    /// <summary>The input could not be read to its end.</summary>
    public CommandException InputFailed(string reason) => CommandException.Failure($"{reason} {Describe()}");

    private string Describe() => isInput
        ? $"{Quantity.Was(_accepted, "line")} accepted; continue with line {_next}."
        : "It is unknown whether the message was accepted.";

    private CommandException Refused(long line, ParleyException refusal)
    {
        var outcome = refusal is OutcomeUnknownException ? "may or may not have been accepted" : "was not accepted";
        var cause = refusal is OutcomeUnknownException { InnerException: ParleyException inner } ? inner : refusal;
        var reason = ServerFailure.Clean(cause.Reason);
        var after = _acceptedAfterRefusal == 0 ? "none" : $"{_acceptedAfterRefusal}";
        return CommandException.Failure(isInput
            ? $"line {line} {outcome}: {reason}. {Quantity.Was(_accepted, "line")} accepted before it, {after} after it."
            : $"the message {outcome}: {reason}.");
    }
}
