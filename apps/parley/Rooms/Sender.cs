using System.Threading.Channels;
using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Output;

namespace Parley.Command.Rooms;

/// <summary>Says lines in a room and waits until each is durable. It is ahead of the answers by a limited number of lines.</summary>
/// <param name="client">Who says it.</param>
/// <param name="options">The room, and the server for messages.</param>
/// <param name="id">Makes the command ids, so that what is sent again is in the room once; <c>null</c> for new ones.</param>
/// <param name="isInput">True if there are lines with numbers; false for one text.</param>
internal sealed class Sender(ParleyClient client, ConnectionOptions options, string? id, bool isInput) : IDisposable
{
    private const int MaxUnanswered = 1_000;

    private readonly Channel<(long Line, Task<long> Answer)> _unanswered = Channel.CreateBounded<(long, Task<long>)>(MaxUnanswered);
    private readonly CancellationTokenSource _stop = new();
    private long _accepted;
    private long _next = 1;
    private long _acceptedAfterRefusal;
    private (long Line, ParleyException Reason)? _refusal;

    /// <summary>Says every line that is not empty.</summary>
    /// <param name="read">Gives the lines until the token fires.</param>
    /// <param name="absence">Tells when to give up.</param>
    /// <param name="leave">Ends the reading of lines. What was said by then is given a little time.</param>
    /// <exception cref="CommandException">Not everything is durable; the message says what is.</exception>
    public async Task RunAsync(Func<CancellationToken, IAsyncEnumerable<string>> read, Absence absence, CancellationToken leave)
    {
        using var registration = leave.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        var saying = SayAllAsync(read(_stop.Token), leave);
        await Task.WhenAny(saying, absence.TooLong, Patience.EndAsync(TimeProvider.System, leave));
        if (saying.IsCompleted)
        {
            await saying;
        }
        else
        {
            throw absence.TooLong.IsCompleted ? Away(await absence.TooLong) : Interrupted();
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task SayAllAsync(IAsyncEnumerable<string> lines, CancellationToken leave)
    {
        try
        {
            var room = await client.JoinAsync(options.Room, leave);
            var taking = TakeAnswersAsync();
            var saying = SayLinesAsync(room, lines);
            await saying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _unanswered.Writer.Complete();
            await taking;
            if (_refusal is not { } refusal)
            {
                await saying;
                return;
            }

            throw Refused(refusal.Line, refusal.Reason);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            throw Interrupted();
        }
    }

    private async Task SayLinesAsync(ParleyRoom room, IAsyncEnumerable<string> lines)
    {
        var line = 0L;
        await foreach (var text in lines)
        {
            line++;
            if (text.Length > 0)
            {
                var answer = Say(room, text, line);
                await _unanswered.Writer.WriteAsync((line, answer));
                if (answer.IsFaulted)
                {
                    return;
                }
            }
        }
    }

    private Task<long> Say(ParleyRoom room, string text, long line)
    {
        try
        {
            return id is null ? room.SayAsync(text) : room.SayAsync(text, isInput ? $"{id}-{line}" : id);
        }
        catch (ParleyException exception)
        {
            return Task.FromException<long>(exception);
        }
    }

    private async Task TakeAnswersAsync()
    {
        await foreach (var (line, answer) in _unanswered.Reader.ReadAllAsync())
        {
            try
            {
                await answer;
                Accept(line);
            }
            catch (ParleyException exception)
            {
                _refusal ??= (line, exception);
                await _stop.CancelAsync();
            }
        }
    }

    private void Accept(long line)
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

    private CommandException Refused(long line, ParleyException refusal)
    {
        var verdict = refusal is OutcomeUnknownException ? "may be accepted or not" : "was not accepted";
        var reason = ServerFailure.Clean((refusal is OutcomeUnknownException { InnerException: ParleyException inner } ? inner : refusal).Reason);
        return Failure(isInput
            ? $"line {line} {verdict}: {reason}. {Quantity.Was(_accepted, "line")} accepted before it, {After()} after it."
            : $"the message {verdict}: {reason}.");

        string After() => _acceptedAfterRefusal == 0 ? "none" : $"{_acceptedAfterRefusal}";
    }

    private CommandException Away(string reason) => Failure(
        $"no connection to {ServerFailure.Show(options.Server)} for {options.AwayLimit.TotalSeconds} s ({ServerFailure.Clean(reason)}). {Progress()}");

    private CommandException Interrupted() => Failure($"interrupted. {Progress()}");

    private string Progress() => isInput
        ? $"{Quantity.Was(_accepted, "line")} accepted; go on with line {_next}."
        : "Whether the message was accepted is not known.";

    private static CommandException Failure(string message) => new(message, CommandRunner.Failure);
}
