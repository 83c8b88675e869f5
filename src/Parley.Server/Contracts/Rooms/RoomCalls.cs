using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Engine.Logs;
using Parley.Engine.Members;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Rooms.Access;
using Parley.Server.Frames;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Rooms;

/// <summary>
/// The unary calls of the room contract, which gRPC and HTTP share. A call that is refused throws <see cref="RefusedException"/>, and one
/// whose client has given up throws <see cref="OperationCanceledException"/>.
/// </summary>
internal sealed class RoomCalls(RoomDirectory rooms, MemberDirectory members, PageLimiter pages, ILogger<RoomCalls> logger)
{
    /// <summary>The largest request of a unary call: more than any valid one, so that what is too long is named.</summary>
    public const int MaxRequestBytes = 4 * ProtocolLimits.FrameBytes;

    /// <summary>The most entries of a page.</summary>
    public const int MaxPageSize = 1_000;

    private const int DefaultPageSize = 100;
    private const int PageBytes = 1_048_576;

    /// <summary>Posts without a session.</summary>
    public async Task<PostResponse> PostAsync(PostRequest request)
    {
        ValidateRoom(request.Room);
        long? expected = request.HasExpectedSequence ? request.ExpectedSequence : null;
        if (PostReader.Read(request.User, request.Content, request.CommandId, expected, out var command) is { } malformed)
        {
            throw new RefusedException(malformed);
        }

        var outcome = await PostAsync(request.Room, command);
        return outcome.Rejection is { } rejection
            ? throw new RefusedException(rejection)
            : new PostResponse { Sequence = outcome.Sequence };
    }

    /// <summary>Lists a page of a room's events.</summary>
    /// <param name="request">The request.</param>
    /// <param name="http">Holds the call's turn until its response is sent; see <see cref="PageLimiter"/>.</param>
    /// <param name="cancellationToken">Fires when the client has given up.</param>
    public async Task<ListEventsResponse> ListEventsAsync(
        ListEventsRequest request, HttpContext http, CancellationToken cancellationToken)
    {
        ValidateRoom(request.Room);
        if (request.After < 0 || request.Before < 0)
        {
            throw new RefusedException(ParleyCode.Invalid, "A sequence must be 0 or more.");
        }

        Allow(RoomAction.Read, request.Room);
        await pages.EnterAsync(http, cancellationToken);
        var limit = new PageLimit(PageSize(request.PageSize), PageBytes);
        var (room, events, holds, isAboveFloor) = await ReadAsync(async () =>
        {
            var read = request.PageCase == ListEventsRequest.PageOneofCase.Before ? request.Before : request.After;
            var holds = request.Epoch.Length > 0 && await rooms.HoldsAsync(request.Room, request.Epoch, read);
            var page = request.PageCase == ListEventsRequest.PageOneofCase.After
                ? await rooms.ReadAfterAsync(request.Room, request.After, limit, cancellationToken)
                : await rooms.ReadBeforeAsync(
                    request.Room,
                    request.PageCase == ListEventsRequest.PageOneofCase.Before ? request.Before : long.MaxValue,
                    limit,
                    cancellationToken);

            // The head is read after the page, so that it is never behind the page's events.
            var info = await rooms.ReadRoomAsync(request.Room);
            var isAboveFloor = request.PageCase != ListEventsRequest.PageOneofCase.After || request.After >= info.Floor - 1;
            return (info, page, holds, isAboveFloor);
        });
        return new ListEventsResponse
        {
            Epoch = rooms.EpochOf(room),
            HeadSequence = room.Head,
            Resumed = holds && isAboveFloor,
            FloorSequence = room.Floor,
            Code = holds && !isAboveFloor ? Code.BelowFloor : Code.Unspecified,
            Events = { events.Select(@event => @event.ToWire(request.Room)) },
        };
    }

    /// <summary>Lists a page of the rooms that have had an event.</summary>
    /// <param name="request">The request.</param>
    /// <param name="http">Holds the call's turn until its response is sent; see <see cref="PageLimiter"/>.</param>
    /// <param name="cancellationToken">Fires when the client has given up.</param>
    public async Task<ListRoomsResponse> ListRoomsAsync(
        ListRoomsRequest request, HttpContext http, CancellationToken cancellationToken)
    {
        var size = PageSize(request.PageSize);
        await pages.EnterAsync(http, cancellationToken);
        var after = request.After;
        var visible = new List<RoomSummary>();
        IReadOnlyList<RoomHead> page;
        do
        {
            page = await ReadAsync(() => rooms.ListAsync(after, size, cancellationToken));
            visible.AddRange(page.Where(room => rooms.Check(Identity.Anonymous, RoomAction.Read, room.Name) is null)
                .Select(room => new RoomSummary { Room = room.Name, HeadSequence = room.Head, Kind = room.Kind }));
            after = page.Count > 0 ? page[^1].Name : after;
        }
        while (visible.Count == 0 && page.Count == size);

        return new ListRoomsResponse { Rooms = { visible } };
    }

    /// <summary>Lists a page of a room's present members.</summary>
    /// <param name="request">The request.</param>
    /// <param name="http">Holds the call's turn until its response is sent; see <see cref="PageLimiter"/>.</param>
    /// <param name="cancellationToken">Fires when the client has given up.</param>
    public async Task<ListMembersResponse> ListMembersAsync(
        ListMembersRequest request, HttpContext http, CancellationToken cancellationToken)
    {
        ValidateRoom(request.Room);
        Allow(RoomAction.ListMembers, request.Room);
        var size = PageSize(request.PageSize);
        await pages.EnterAsync(http, cancellationToken);
        var page = members.List(request.Room, request.After, size);
        return new ListMembersResponse
        {
            MemberCount = page.Count,
            Members = { page.Users.Select(user => new Member { User = user }) },
        };
    }

    private static void ValidateRoom(string room)
    {
        if (RoomName.Validate(room) is { } error)
        {
            throw new RefusedException(ParleyCode.Invalid, error);
        }
    }

    private static int PageSize(int requested) => requested switch
    {
        0 => DefaultPageSize,
        >= 1 and <= MaxPageSize => requested,
        _ => throw new RefusedException(ParleyCode.Invalid, $"page_size must be 1 to {MaxPageSize}, or 0 for {DefaultPageSize}."),
    };

    // The unary calls that only read do not name a user.
    private void Allow(RoomAction action, string room)
    {
        if (rooms.Check(Identity.Anonymous, action, room) is { } rejection)
        {
            throw new RefusedException(rejection);
        }
    }

    private async Task<PostOutcome> PostAsync(string room, PostCommand post)
    {
        try
        {
            return (await rooms.PostAsync(room, [post]))[0];
        }
        catch (Exception exception)
        {
            RefusalLogMessages.PostFailed(logger, exception);
            return new PostOutcome(0, new Rejection(ParleyCode.Unavailable, RefusalReasons.NoAnswerToCommand));
        }
    }

    private async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (RoomLogException exception)
        {
            throw new RefusedException(ReaderRefusal.Of(exception, logger));
        }
    }
}
