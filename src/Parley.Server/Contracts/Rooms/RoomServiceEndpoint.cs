using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Server.Operations;
using Parley.Server.Refusals;
using Parley.Server.Sessions;
using Parley.Server.Transports.Grpc;

namespace Parley.Server.Contracts.Rooms;

/// <summary>The room contract over gRPC: sessions, and unary calls for scripts.</summary>
[BindServiceMethod(typeof(RoomServiceBinding), nameof(RoomServiceBinding.BindService))]
internal sealed class RoomServiceEndpoint(SessionFactory sessions, RoomCalls calls, Drain drain) : RoomService.RoomServiceBase
{
    public override async Task Connect(
        IAsyncStreamReader<ClientFrame> requestStream, IServerStreamWriter<ServerFrame> responseStream, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        drain.Enter(http);
        await context.WriteResponseHeadersAsync([]);
        using var session = sessions.Create(new GrpcSessionTransport(http, context));
        await session.RunAsync();
    }

    public override Task<PostResponse> Post(PostRequest request, ServerCallContext context) => AnswerAsync(calls.PostAsync(request));

    public override Task<ListEventsResponse> ListEvents(ListEventsRequest request, ServerCallContext context) =>
        AnswerAsync(calls.ListEventsAsync(request, context.GetHttpContext(), context.CancellationToken));

    public override Task<ListRoomsResponse> ListRooms(ListRoomsRequest request, ServerCallContext context) =>
        AnswerAsync(calls.ListRoomsAsync(request, context.GetHttpContext(), context.CancellationToken));

    public override Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context) =>
        AnswerAsync(calls.ListMembersAsync(request, context.GetHttpContext(), context.CancellationToken));

    private static async Task<T> AnswerAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (RefusedException refused)
        {
            throw refused.Rejection.ToException();
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The client has given up."));
        }
    }
}
