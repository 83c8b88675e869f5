using System.Globalization;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Parley.Client.Connections;
using Parley.Client.Wire;
using Parley.Protocol.V1;

namespace Parley.Client.Calls;

/// <summary>
/// The contract's unary calls. They need no session. What a server refuses for the moment, or cannot be reached for, is tried again for
/// <see cref="ParleyClientOptions.RetryFor"/>: reading changes nothing.
/// </summary>
internal sealed class UnaryCalls(CallInvoker invoker, ParleyClientOptions options, CancellationToken closing)
{
    /// <summary>The trailer with the contract's code.</summary>
    private const string CodeTrailer = "parley-code";
    private const int PageSize = 1000;

    private readonly RoomService.RoomServiceClient _client = new(invoker);

    public async Task<HistoryPage> ListEventsAsync(string room, HistoryRange range, int pageSize, CancellationToken cancellationToken)
    {
        var request = new ListEventsRequest { Room = room, PageSize = pageSize };
        if (range.AfterSequence is { } after)
        {
            request.After = after;
        }
        else if (range.BeforeSequence is { } before)
        {
            request.Before = before;
        }

        var page = await CallAsync(either => _client.ListEventsAsync(request, cancellationToken: either), cancellationToken).ConfigureAwait(false);
        return new([.. page.Events.Select(item => EventMapper.ToItem(item, page.Epoch))], new(page.Epoch, page.HeadSequence));
    }

    public async IAsyncEnumerable<RoomEvent> ReadHistoryAsync(string room, HistoryRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? epoch = null;
        while (true)
        {
            var page = await ListEventsAsync(room, range, PageSize, cancellationToken).ConfigureAwait(false);
            if (epoch is not null && epoch != page.Head.Epoch)
            {
                throw new ParleyException(Code.Unavailable, $"The log of {room} was replaced while it was read. Read it again.");
            }

            epoch = page.Head.Epoch;
            foreach (var item in range.IsForward ? page.Events : page.Events.Reverse())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }

            if (page.Events.Count == 0 || (range.IsForward ? page.Events[^1].Sequence >= page.Head.Sequence : page.Events[0].Sequence <= 1))
            {
                yield break;
            }

            range = range.IsForward ? HistoryRange.After(page.Events[^1].Sequence) : HistoryRange.Before(page.Events[0].Sequence);
        }
    }

    public async IAsyncEnumerable<RoomInfo> ListRoomsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListRoomsRequest { PageSize = PageSize };
        while (true)
        {
            var page = await CallAsync(either => _client.ListRoomsAsync(request, cancellationToken: either), cancellationToken).ConfigureAwait(false);
            foreach (var room in page.Rooms)
            {
                yield return new(room.Room, room.HeadSequence);
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
            var page = await CallAsync(either => _client.ListMembersAsync(request, cancellationToken: either), cancellationToken).ConfigureAwait(false);
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

    private async Task<T> CallAsync<T>(Func<CancellationToken, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing);
        var began = options.TimeProvider.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                ObjectDisposedException.ThrowIf(closing.IsCancellationRequested, typeof(ParleyClient));
                using var response = call(either.Token);
                return await response.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException exception)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(closing.IsCancellationRequested, typeof(ParleyClient));
                var code = CodeOf(exception);
                if (!code.IsWorthRetrying() || options.TimeProvider.GetElapsedTime(began) >= options.RetryFor)
                {
                    throw new ParleyException(code, exception.Status.Detail, null, exception);
                }
            }

            var delay = options.Backoff.Delay(attempt, options.CreateRandom());
            await Task.Delay(delay, options.TimeProvider, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static Code CodeOf(RpcException exception)
    {
        var value = exception.Trailers.GetValue(CodeTrailer);
        if (value is null)
        {
            return exception.StatusCode == StatusCode.Unavailable ? Code.Unavailable : Code.Unspecified;
        }

        var name = value.Replace("CODE_", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (Code)number
            : Enum.TryParse<Code>(name, ignoreCase: true, out var code) ? code
            : Code.Unspecified;
    }
}
