using Grpc.Core;
using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Server.Sessions;

namespace Parley.Server.Contracts.Rooms;

/// <summary>The session contract over gRPC, and its unary twins for scripts.</summary>
internal sealed class RoomServiceEndpoint(SessionServices services) : RoomService.RoomServiceBase
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1_000;
    private const int PageBytes = 1_048_576;

    public override async Task Connect(
        IAsyncStreamReader<ClientFrame> requestStream, IServerStreamWriter<ServerFrame> responseStream, ServerCallContext context)
    {
        services.Drain.Enter(context.GetHttpContext());
        await context.WriteResponseHeadersAsync([]);
        using var session = new Session(services, context.GetHttpContext());
        context.Status = await session.RunAsync(requestStream, context.CancellationToken);
    }

    public override async Task<PostResponse> Post(PostRequest request, ServerCallContext context)
    {
        CheckRoom(request.Room);
        if (request.Content?.KindCase is not Content.KindOneofCase.Message)
        {
            var (code, reason) = SessionRooms.MissingContent(request.Content);
            throw code.ToException(reason);
        }

        var outcome = await PostAsync(request.Room, new PostCommand(request.User, request.Content.Message.Text, request.CommandId));
        return outcome.Rejection is { } rejection
            ? throw rejection.Code.ToCode().ToException(rejection.Reason)
            : new PostResponse { Sequence = outcome.Sequence };
    }

    public override async Task<ListEventsResponse> ListEvents(ListEventsRequest request, ServerCallContext context)
    {
        CheckRoom(request.Room);
        if (request.After < 0 || request.Before < 0)
        {
            throw Code.Invalid.ToException("A sequence is 0 or more.");
        }

        var limit = new PageLimit(PageSize(request.PageSize), PageBytes);
        var (head, events) = await ReadAsync(async () =>
        {
            var page = request.PageCase == ListEventsRequest.PageOneofCase.After
                ? await services.Rooms.ReadAfterAsync(request.Room, request.After, limit)
                : await services.Rooms.ReadBeforeAsync(
                    request.Room, request.PageCase == ListEventsRequest.PageOneofCase.Before ? request.Before : long.MaxValue, limit);
            return (await services.Rooms.ReadHeadAsync(request.Room), page);
        });
        return new ListEventsResponse
        {
            Epoch = services.Rooms.Epoch,
            HeadSequence = head,
            Events = { events.Select(@event => ToEvent(request.Room, @event)) },
        };
    }

    public override async Task<ListRoomsResponse> ListRooms(ListRoomsRequest request, ServerCallContext context)
    {
        var rooms = await ReadAsync(() => services.Rooms.ListAsync(request.After, PageSize(request.PageSize)));
        return new ListRoomsResponse
        {
            Rooms = { rooms.Select(room => new Protocol.V1.RoomSummary { Room = room.Name, HeadSequence = room.Head }) },
        };
    }

    public override Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context)
    {
        CheckRoom(request.Room);
        var members = services.Members.List(request.Room, request.After, PageSize(request.PageSize));
        return Task.FromResult(new ListMembersResponse
        {
            MemberCount = members.Count,
            Members = { members.Users.Select(user => new Member { User = user }) },
        });
    }

    private static Protocol.V1.Event ToEvent(string room, RoomEvent @event) => new()
    {
        Room = room,
        Sequence = @event.Sequence,
        User = @event.User,
        TimeMs = @event.Time.ToUnixTimeMilliseconds(),
        CommandId = @event.CommandId ?? "",
        Content = new Content { Message = new Message { Text = @event.Text } },
    };

    private static void CheckRoom(string room)
    {
        if (RoomName.Validate(room) is { } error)
        {
            throw Code.Invalid.ToException(error);
        }
    }

    private static int PageSize(int asked) => asked switch
    {
        0 => DefaultPage,
        >= 1 and <= LargestPage => asked,
        _ => throw Code.Invalid.ToException($"page_size is 1 to {LargestPage}, or 0 for {DefaultPage}."),
    };

    private async Task<PostOutcome> PostAsync(string room, PostCommand post)
    {
        try
        {
            return (await services.Rooms.PostAsync(room, [post]))[0];
        }
        catch (Exception exception)
        {
            SessionLogMessages.PostFailed(services.Logger, exception);
            return new PostOutcome(0, SessionPosts.NoAnswer);
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
            SessionLogMessages.ReadFailed(services.Logger, exception);
            throw Code.Unavailable.ToException("The room's log cannot be read now. Try again in a moment.");
        }
    }
}
