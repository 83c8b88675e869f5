using System.Runtime.CompilerServices;
using Grpc.Core;
using Parley.Client.Errors;
using Parley.Client.Frames;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Calls;

/// <summary>
/// The unary calls of the Room contract. They need no session. All of them only read, so it is safe to retry a call that the server
/// refuses temporarily or that does not reach it. The client does so for <see cref="ParleyClientOptions.RetryFor"/>.
/// </summary>
internal sealed class UnaryCalls(CallInvoker invoker, ParleyClientOptions options, ClientLifetime lifetime, CancellationToken closing)
{
    private const int PageSize = 1000;

    private readonly RoomService.RoomServiceClient _client = new(invoker);

    public async Task<HistoryPage> ListEventsAsync(string room, HistoryRange range, int pageSize, CancellationToken cancellationToken)
    {
        var request = new ListEventsRequest { Room = room, PageSize = pageSize, Epoch = range.Epoch };
        if (range.AfterSequence is { } after)
        {
            request.After = after;
        }
        else if (range.BeforeSequence is { } before)
        {
            request.Before = before;
        }

        var page = await CallAsync(
            stop => _client.ListEventsAsync(request, cancellationToken: stop), cancellationToken).ConfigureAwait(false);
        return new([.. page.Events.Select(item => EventMapper.ToItem(item, page.Epoch))], new(page.Epoch, page.HeadSequence))
        {
            // Servers that do not have terms yet keep one epoch for the life of a log.
            IsContinued = range.Epoch.Length == 0 || page.Resumed || page.Epoch == range.Epoch,
        };
    }

    public async IAsyncEnumerable<RoomEvent> ReadHistoryAsync(
        string room, HistoryRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await ListEventsAsync(room, range, PageSize, cancellationToken).ConfigureAwait(false);
            if (!page.IsContinued)
            {
                throw new ParleyException(
                    ParleyCode.Unavailable, $"The log of {room} was replaced while it was being read. Read it again.");
            }

            foreach (var item in range.IsForward ? page.Events : page.Events.Reverse())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }

            if (IsLast(page, range))
            {
                yield break;
            }

            range = HistoryRange.Rest(range, page);
        }
    }

    public async IAsyncEnumerable<RoomInfo> ListRoomsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListRoomsRequest { PageSize = PageSize };
        while (true)
        {
            var page = await CallAsync(
                stop => _client.ListRoomsAsync(request, cancellationToken: stop), cancellationToken).ConfigureAwait(false);
            foreach (var room in page.Rooms)
            {
                yield return new(room.Room, room.HeadSequence, room.Kind);
            }

            if (page.Rooms.Count == 0)
            {
                yield break;
            }

            request.After = page.Rooms[^1].Room;
        }
    }

    public async IAsyncEnumerable<string> ListMembersAsync(string room, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListMembersRequest { Room = room, PageSize = PageSize };
        while (true)
        {
            var page = await CallAsync(
                stop => _client.ListMembersAsync(request, cancellationToken: stop), cancellationToken).ConfigureAwait(false);
            foreach (var member in page.Members)
            {
                yield return member.User;
            }

            if (page.Members.Count == 0)
            {
                yield break;
            }

            request.After = page.Members[^1].User;
        }
    }

    private static bool IsLast(HistoryPage page, HistoryRange range) => page.Events.Count == 0
        || (range.IsForward ? page.Events[^1].Sequence >= page.Head.Sequence : page.Events[0].Sequence <= 1);

    /// <summary>Makes a call, and repeats it as long as that may help.</summary>
    /// <param name="call">Starts the call. Its token is cancelled if the caller cancels or the client is disposed.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    private async Task<T> CallAsync<T>(Func<CancellationToken, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing);
        var began = options.TimeProvider.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                lifetime.ThrowIfDisposed(closing.IsCancellationRequested);
                using var response = call(stop.Token);
                return await response.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException exception)
            {
                cancellationToken.ThrowIfCancellationRequested();
                lifetime.ThrowIfDisposed(closing.IsCancellationRequested);
                var code = ErrorMapper.ToCode(exception);
                if (!code.IsRetryable() || options.TimeProvider.GetElapsedTime(began) >= options.RetryFor)
                {
                    throw new ParleyException(code, exception.Status.Detail, null, exception);
                }
            }

            var delay = options.Backoff.Delay(attempt, options.DrawRandom());
            await Task.Delay(delay, options.TimeProvider, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
