using System.CommandLine;
using Parley.Client;
using Parley.Command.Execution;
using Parley.Command.Formatting;

namespace Parley.Command.Rooms;

/// <summary>Where a tail starts: with the last events, after a sequence, or after a position.</summary>
/// <param name="Last">The number of last events to start with. Ignored if one of the others is given.</param>
/// <param name="AfterSequence">Starts after this event of the current log.</param>
/// <param name="AfterPosition">Starts after this position, even if its log has been replaced since.</param>
internal sealed record TailStart(long Last = 0, long? AfterSequence = null, Position? AfterPosition = null)
{
    public static readonly Option<string> After = new("--after")
    {
        Description = "Start after this sequence. \"EPOCH SEQ\", both as printed by --json, also detects that the log was replaced.",
        HelpName = "SEQ",
    };

    /// <summary>Reads the options.</summary>
    /// <exception cref="CommandException">A value is invalid.</exception>
    public static TailStart Read(ParseResult parsed)
    {
        if (HistoryOptions.ReadInsteadOfLast(parsed, After) is not { } after)
        {
            return new TailStart(HistoryOptions.ReadLast(parsed, defaultCount: 0));
        }

        return HistoryOptions.ReadCount(after) is { } sequence
            ? new TailStart(AfterSequence: sequence)
            : new TailStart(AfterPosition: ReadPosition(after));
    }

    /// <summary>The start in the client library's terms.</summary>
    /// <exception cref="CommandException">The room has no such event.</exception>
    public async Task<From> ResolveAsync(ParleyClient client, string room, CancellationToken cancellationToken)
    {
        if (AfterPosition is { } position)
        {
            return From.After(position);
        }

        if (AfterSequence is not { } sequence)
        {
            return From.Last(Last);
        }

        var (epoch, head) = await client.ReadHeadAsync(room, cancellationToken);
        return sequence <= head
            ? From.After(new Position(epoch, sequence))
            : throw CommandException.Failure(
                $"The room {room} has {Quantity.Of(head, "event")}; {After.Name} {sequence} is beyond its end.");
    }

    private static Position ReadPosition(string text)
    {
        try
        {
            return Position.Parse(text);
        }
        catch (FormatException)
        {
            throw CommandException.Usage(
                $"'{text}' is not a sequence. Write {After.Name} SEQ, a whole number, or {After.Name} \"EPOCH SEQ\".");
        }
    }
}
