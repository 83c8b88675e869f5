using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Client.Tests.Fakes;

/// <summary>The calls of the room contract, on the fake's rooms.</summary>
public sealed class FakeRoomService(FakeServer server) : RoomService.RoomServiceBase
{
    private static readonly string[] Members = ["ada", "ben", "cy"];

    public override async Task Connect(
        IAsyncStreamReader<ClientFrame> requestStream, IServerStreamWriter<ServerFrame> responseStream, ServerCallContext context)
    {
        server.OnOpen();
        using var session = new FakeSession(server, context);
        server.Add(session);
        await session.RunAsync(requestStream, responseStream);
    }

    public override Task<ListEventsResponse> ListEvents(ListEventsRequest request, ServerCallContext context)
    {
        server.OnUnary();
        return Task.FromResult(server.Rooms.List(request));
    }

    public override Task<ListRoomsResponse> ListRooms(ListRoomsRequest request, ServerCallContext context)
    {
        server.OnUnary();
        return Task.FromResult(server.Rooms.List(request));
    }

    public override Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context)
    {
        var names = Members.Where(name => string.CompareOrdinal(name, request.After) > 0).Take(2).ToList();
        return Task.FromResult(new ListMembersResponse { Members = { names.Select(name => new Member { User = name }) }, MemberCount = 3 });
    }
}
