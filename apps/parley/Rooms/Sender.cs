using System.Threading.Channels;
using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;

namespace Parley.Command.Rooms;

/// <summary>Posts lines to a room and waits until each is durable. A limited number of posts is in flight at a time.</summary>
/// <param name="client">The client that posts.</param>
/// <param name="options">The room and the server.</param>
/// <param name="id">The base of the command ids, which make a repeated post count as the same message; <c>null</c> for random ids.</param>
/// <param name="isInput">True if numbered lines are sent; false for a single text.</param>
internal sealed class Sender(ParleyClient client, ConnectionOptions options, string? id, bool isInput) : IDisposable
{
    private const int MaxInFlight = 1_000;

    private readonly Channel<(long Line, Task<long> Answer)> _inFlight = Channel.CreateBounded<(long, Task<long>)>(MaxInFlight);
    private readonly CancellationTokenSource _stop = new();
    private readonly SendProgress _progress = new(options.Server, isInput);

    /// <summary>Posts every line that is not empty.</summary>
    /// <param name="read">Gives the lines until its token is cancelled.</param>
    /// <param name="timer">Expires when the server has been gone for too long.</param>
    /// <param name="cancellationToken">Stops the reading; posts in flight then have <see cref="LeaveTimeout"/> to be answered.</param>
    /// <exception cref="CommandException">Not everything is durable; the message states how much is.</exception>
    public async Task RunAsync(
        Func<CancellationToken, IAsyncEnumerable<string>> read, ReconnectTimer timer, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        var sending = SendAsync(read(_stop.Token), cancellationToken);
        await Task.WhenAny(sending, timer.Expired, LeaveTimeout.ElapsedAsync(TimeProvider.System, cancellationToken));
        if (sending.IsCompleted)
        {
            await sending;
        }
        else
        {
            throw timer.Expired.IsCompleted
                ? _progress.Disconnected(options.ReconnectTimeout, await timer.Expired)
                : _progress.Interrupted();
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task SendAsync(IAsyncEnumerable<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            var room = await client.JoinAsync(options.Room, cancellationToken);
            var answers = ReadAnswersAsync();
            var posting = PostLinesAsync(room, lines);
            await posting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _inFlight.Writer.Complete();
            await answers;
            if (_progress.Refusal is { } refusal)
            {
                throw refusal;
            }

            await posting;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw _progress.Interrupted();
        }
        catch (CommandException exception) when (isInput && _progress.Refusal is null)
        {
            throw _progress.InputFailed(exception.Message);
        }
    }

    private async Task PostLinesAsync(ParleyRoom room, IAsyncEnumerable<string> lines)
    {
        var line = 0L;
        await foreach (var text in lines)
        {
            line++;
            if (text.Length > 0)
            {
                var answer = PostAsync(room, text, line);
                await _inFlight.Writer.WriteAsync((line, answer));
                if (answer.IsFaulted)
                {
                    return;
                }
            }
        }
    }

    private Task<long> PostAsync(ParleyRoom room, string text, long line)
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

    private async Task ReadAnswersAsync()
    {
        await foreach (var (line, answer) in _inFlight.Reader.ReadAllAsync())
        {
            try
            {
                await answer;
                _progress.Accept(line);
            }
            catch (ParleyException exception)
            {
                _progress.Refuse(line, exception);
                await _stop.CancelAsync();
            }
        }
    }
}
