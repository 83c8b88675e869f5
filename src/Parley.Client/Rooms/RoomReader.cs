using System.Runtime.CompilerServices;
using Parley.Client.Calls;
using Parley.Client.Connections;

namespace Parley.Client.Rooms;

/// <summary>The one reader of a room: takes from the buffer, and, while that is parked, from the server's log.</summary>
internal sealed class RoomReader(RoomLink room, UnaryCalls calls, ParleyClientOptions options)
{
    private const int PageSize = 1000;

    private RoomItem? _last;
    private bool _isReading;

    /// <summary>The place of the last item that was given out.</summary>
    public Position Position => Volatile.Read(ref _last)?.Position ?? room.Start;

    public async IAsyncEnumerable<RoomItem> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isReading, true))
        {
            throw new InvalidOperationException($"Somebody reads {room.Name} already. A room has one reader; hand on what it reads.");
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

    /// <summary>False at the end.</summary>
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
            var page = await calls.ListEventsAsync(room.Name, HistoryRange.After(after.Sequence), PageSize, cancellationToken).ConfigureAwait(false);
            if (!room.Buffer.TryTakePage(after, page))
            {
                // The log was replaced, and the session has not been told yet: it will be, with its next join.
                await Task.Delay(options.Backoff.Delay(0, options.CreateRandom()), options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ParleyException exception) when (exception.Code.IsWorthRetrying())
        {
            // The server is away for longer than a call is tried; a reader waits as long as the session does.
        }
        catch (ObjectDisposedException) when (room.Gone.IsCompleted)
        {
            // The client was closed: the next step is the end.
        }
    }
}
