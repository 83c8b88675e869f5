using Grpc.Core;
using Microsoft.Extensions.Logging;
using Parley.Engine.Logs;
using Parley.Engine.Members;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Server.Frames;
using Parley.Server.Operations;
using Parley.Server.Refusals;
using Parley.Server.Sessions;
using Parley.Server.Transports.Grpc;

namespace Parley.Server.Contracts.Rooms;

/// <summary>The room contract over gRPC: sessions, and unary calls for scripts.</summary>
internal sealed class RoomServiceEndpoint(
    SessionFactory sessions, RoomDirectory rooms, MemberDirectory members, Drain drain, ILogger<RoomServiceEndpoint> logger)
    : RoomService.RoomServiceBase
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1_000;
    private const int PageBytes = 1_048_576;

    public override async Task Connect(
        IAsyncStreamReader<ClientFrame> requestStream, IServerStreamWriter<ServerFrame> responseStream, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        drain.Enter(http);
        await context.WriteResponseHeadersAsync([]);
        using var session = sessions.Create(new GrpcSessionTransport(requestStream, http, context));
        await session.RunAsync();
    }

    public override async Task<PostResponse> Post(PostRequest request, ServerCallContext context)
    {
        ValidateRoom(request.Room);
        if (request.Content?.KindCase is not Content.KindOneofCase.Message)
        {
            throw ToException(UnknownField.Refuse(request.Content));
        }

        var outcome = await PostAsync(request.Room, new PostCommand(request.User, request.Content.Message.Text, request.CommandId));
        return outcome.Rejection is { } rejection ? throw ToException(rejection) : new PostResponse { Sequence = outcome.Sequence };
    }

    public override async Task<ListEventsResponse> ListEvents(ListEventsRequest request, ServerCallContext context)
    {
        ValidateRoom(request.Room);
        if (request.After < 0 || request.Before < 0)
        {
            throw ParleyCode.Invalid.ToException("A sequence must be 0 or more.");
        }

        var limit = new PageLimit(PageSize(request.PageSize), PageBytes);
        var (head, events) = await ReadAsync(async () =>
        {
            var page = request.PageCase == ListEventsRequest.PageOneofCase.After
                ? await rooms.ReadAfterAsync(request.Room, request.After, limit)
                : await rooms.ReadBeforeAsync(
                    request.Room, request.PageCase == ListEventsRequest.PageOneofCase.Before ? request.Before : long.MaxValue, limit);

            // The head is read after the page, so that it is never behind the page's events.
            return (await rooms.ReadHeadAsync(request.Room), page);
        });
        return new ListEventsResponse
        {
            Epoch = rooms.Epoch,
            HeadSequence = head,
            Events = { events.Select(@event => WireEvents.Create().Fill(request.Room, @event)) },
        };
    }

    public override async Task<ListRoomsResponse> ListRooms(ListRoomsRequest request, ServerCallContext context)
    {
        var heads = await ReadAsync(() => rooms.ListAsync(request.After, PageSize(request.PageSize)));
        return new ListRoomsResponse
        {
            Rooms = { heads.Select(room => new RoomSummary { Room = room.Name, HeadSequence = room.Head }) },
        };
    }

    public override Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context)
    {
        ValidateRoom(request.Room);
        var page = members.List(request.Room, request.After, PageSize(request.PageSize));
        return Task.FromResult(new ListMembersResponse
        {
            MemberCount = page.Count,
            Members = { page.Users.Select(user => new Member { User = user }) },
        });
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

    private static RpcException ToException(Rejection rejection) => rejection.Code.ToException(rejection.Reason);

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
            RefusalLogMessages.ReadFailed(logger, exception);
            throw ParleyCode.Unavailable.ToException(RefusalReasons.LogUnreadable);
        }
    }
}
