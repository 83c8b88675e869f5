using System.Runtime.CompilerServices;
using Parley.Client.Calls;
using Parley.Client.Errors;

namespace Parley.Client.Rooms;

/// <summary>The one reader of a room: takes items from the buffer, and, while that is parked, from the server's log.</summary>
internal sealed class RoomReader(RoomLink room, UnaryCalls calls, ParleyClientOptions options)
{
    private const int PageSize = 1000;

    private RoomItem? _last;
    private bool _isReading;

    /// <summary>The position of the last item that was returned.</summary>
    public Position Position => Volatile.Read(ref _last)?.Position ?? room.Start;

    public async IAsyncEnumerable<RoomItem> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isReading, true))
        {
            throw new InvalidOperationException(
                $"{room.Name} is being read already. A room has one reader at a time: let it pass on what it reads.");
        }

        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (room.Buffer.TryRead() is { } item)
                {
                    Volatile.Write(ref _last, item);
                    yield return item;
                }
                else if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield break;
                }
            }
        }
        finally
        {
            Volatile.Write(ref _isReading, false);
        }
    }

    /// <summary>Waits, or reads a page.</summary>
    /// <returns>False at the end.</returns>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        var step = room.Buffer.NextStep();
        if (step.Wait is { } wait)
        {
            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (step.PageAfter is { } after)
        {
            await ReadPageAsync(after, cancellationToken).ConfigureAwait(false);
        }
        else if (step.Failure is { } failure)
        {
            throw new ParleyException(failure.Code, failure.Reason, failure.RetryAfter, failure);
        }

        return !step.IsEnd;
    }

    private async Task ReadPageAsync(Position after, CancellationToken cancellationToken)
    {
        try
        {
            var range = HistoryRange.After(after);
            var page = await calls.ListEventsAsync(room.Name, range, PageSize, cancellationToken).ConfigureAwait(false);
            if (!room.Buffer.TryTakePage(after, page))
            {
                // The log was replaced. The session learns that with its next join, which restarts the buffer; until then, wait.
                var delay = options.Backoff.Delay(0, options.DrawRandom());
                await Task.Delay(delay, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ParleyException exception) when (exception.Code.IsRetryable())
        {
            // The server has been away for longer than a call is retried. A reader waits as long as the session does.
        }
        catch (ObjectDisposedException) when (room.Ended.IsCompleted)
        {
            // The client was disposed. The next step is the end.
        }
    }
}
