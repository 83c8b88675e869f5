using System.CommandLine;
using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Output;

namespace Parley.Command.Rooms;

/// <summary>Where a tail begins.</summary>
/// <param name="Last">With the last events; how many.</param>
/// <param name="AfterSequence">Instead: after an event of the log there is now.</param>
/// <param name="AfterPosition">Instead: after a position, perhaps of a log that is no more.</param>
internal sealed record TailStart(long Last = 0, long? AfterSequence = null, Position? AfterPosition = null)
{
    public static readonly Option<string> After = new("--after")
    {
        Description = "Begin after this sequence; \"EPOCH SEQ\", as --json prints both, also notices a log that was replaced since.",
        HelpName = "SEQ",
    };

    /// <summary>Reads and checks where to begin.</summary>
    /// <exception cref="CommandException">A value is invalid.</exception>
    public static TailStart Read(ParseResult parsed) => ClientOptions.ReadInsteadOfLast(parsed, After) is { } after
        ? ClientOptions.ReadCount(after) is { } sequence ? new TailStart(AfterSequence: sequence) : new TailStart(AfterPosition: ReadPosition(after))
        : new TailStart(ClientOptions.ReadLast(parsed, otherwise: 0));

    /// <summary>The same for the client.</summary>
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

        var (epoch, head) = (await client.ListEventsAsync(room, HistoryRange.FromEnd, pageSize: 1, cancellationToken)).Head;
        return sequence <= head
            ? From.After(new Position(epoch, sequence))
            : throw new CommandException(
                $"The room {room} has {Quantity.Of(head, "event")}; {After.Name} {sequence} is beyond its end.", CommandRunner.Failure);
    }

    private static Position ReadPosition(string text)
    {
        try
        {
            return Position.Parse(text);
        }
        catch (FormatException)
        {
            throw ClientOptions.Usage($"'{text}' is not a sequence. Write {After.Name} SEQ, a whole number, or {After.Name} \"EPOCH SEQ\".");
        }
    }
}
