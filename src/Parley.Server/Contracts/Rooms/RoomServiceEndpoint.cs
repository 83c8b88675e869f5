using Grpc.Core;
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
using Parley.Server.Operations;
using Parley.Server.Refusals;
using Parley.Server.Sessions;
using Parley.Server.Transports.Grpc;

namespace Parley.Server.Contracts.Rooms;

/// <summary>The room contract over gRPC: sessions, and unary calls for scripts.</summary>
[BindServiceMethod(typeof(RoomServiceBinding), nameof(RoomServiceBinding.BindService))]
internal sealed class RoomServiceEndpoint(
    SessionFactory sessions, RoomDirectory rooms, MemberDirectory members, PageLimiter pages, Drain drain,
    ILogger<RoomServiceEndpoint> logger)
    : RoomService.RoomServiceBase
{
    /// <summary>The largest request of a unary call: more than any valid one, so that what is too long is named.</summary>
    public const int MaxRequestBytes = 4 * ProtocolLimits.FrameBytes;

    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1_000;
    private const int PageBytes = 1_048_576;

    public override async Task Connect(
        IAsyncStreamReader<ClientFrame> requestStream, IServerStreamWriter<ServerFrame> responseStream, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        drain.Enter(http);
        await context.WriteResponseHeadersAsync([]);
        using var session = sessions.Create(new GrpcSessionTransport(http, context));
        await session.RunAsync();
    }

    public override async Task<PostResponse> Post(PostRequest request, ServerCallContext context)
    {
        ValidateRoom(request.Room);
        long? expected = request.HasExpectedSequence ? request.ExpectedSequence : null;
        if (PostReader.Read(request.User, request.Content, request.CommandId, expected, out var command) is { } malformed)
        {
            throw malformed.ToException();
        }

        var outcome = await PostAsync(request.Room, command);
        return outcome.Rejection is { } rejection ? throw rejection.ToException() : new PostResponse { Sequence = outcome.Sequence };
    }

    public override async Task<ListEventsResponse> ListEvents(ListEventsRequest request, ServerCallContext context)
    {
        ValidateRoom(request.Room);
        if (request.After < 0 || request.Before < 0)
        {
            throw ParleyCode.Invalid.ToException("A sequence must be 0 or more.");
        }

        Allow(RoomAction.Read, request.Room);
        await pages.EnterAsync(context);
        var limit = new PageLimit(PageSize(request.PageSize), PageBytes);
        var (room, events, holds, isAboveFloor) = await ReadAsync(async () =>
        {
            var read = request.PageCase == ListEventsRequest.PageOneofCase.Before ? request.Before : request.After;
            var holds = request.Epoch.Length > 0 && await rooms.HoldsAsync(request.Room, request.Epoch, read);
            var page = request.PageCase == ListEventsRequest.PageOneofCase.After
                ? await rooms.ReadAfterAsync(request.Room, request.After, limit, context.CancellationToken)
                : await rooms.ReadBeforeAsync(
                    request.Room,
                    request.PageCase == ListEventsRequest.PageOneofCase.Before ? request.Before : long.MaxValue,
                    limit,
                    context.CancellationToken);

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

    public override async Task<ListRoomsResponse> ListRooms(ListRoomsRequest request, ServerCallContext context)
    {
        var size = PageSize(request.PageSize);
        await pages.EnterAsync(context);
        var after = request.After;
        var visible = new List<RoomSummary>();
        IReadOnlyList<RoomHead> page;
        do
        {
            page = await ReadAsync(() => rooms.ListAsync(after, size, context.CancellationToken));
            visible.AddRange(page.Where(room => rooms.Check(Identity.Anonymous, RoomAction.Read, room.Name) is null)
                .Select(room => new RoomSummary { Room = room.Name, HeadSequence = room.Head, Kind = room.Kind }));
            after = page.Count > 0 ? page[^1].Name : after;
        }
        while (visible.Count == 0 && page.Count == size);

        return new ListRoomsResponse { Rooms = { visible } };
    }

    public override async Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context)
    {
        ValidateRoom(request.Room);
        Allow(RoomAction.ListMembers, request.Room);
        var size = PageSize(request.PageSize);
        await pages.EnterAsync(context);
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
            throw ParleyCode.Invalid.ToException(error);
        }
    }

    private static int PageSize(int requested) => requested switch
    {
        0 => DefaultPageSize,
        >= 1 and <= MaxPageSize => requested,
        _ => throw ParleyCode.Invalid.ToException($"page_size must be 1 to {MaxPageSize}, or 0 for {DefaultPageSize}."),
    };

    // The unary calls that only read do not name a user.
    private void Allow(RoomAction action, string room)
    {
        if (rooms.Check(Identity.Anonymous, action, room) is { } rejection)
        {
            throw rejection.ToException();
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
            throw ReaderRefusal.Of(exception, logger).ToException();
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The client has given up."));
        }
    }
}
