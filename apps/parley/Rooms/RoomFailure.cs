using Grpc.Core;
using Parley.Client;
using Parley.Command.Clients;

namespace Parley.Command.Rooms;

/// <summary>Says in one line what a failure of the client library means for a person.</summary>
internal static class RoomFailure
{
    /// <summary>The first connection failed.</summary>
    public static CommandException Unreachable(Uri server, Exception exception) => exception switch
    {
        ParleyException { InnerException: RpcException call } when ServerFailure.IsTold(call) => Told(server, call),
        ParleyException { InnerException: { } cause } => Failure(ServerFailure.Unreachable(server, cause)),
        ParleyException refusal => Failure($"{ServerFailure.Show(server)} did not let you in: {ServerFailure.Clean(refusal.Reason)}."),
        _ => Failure(ServerFailure.Unreachable(server, exception)),
    };

    /// <summary>A call failed, or the server ended the session for good.</summary>
    public static CommandException Ended(Uri server, ParleyException exception) => exception.InnerException switch
    {
        RpcException call when !ServerFailure.IsTold(call) => Failure($"{ServerFailure.Lost(server, call)} Try again when the server is back."),
        RpcException { StatusCode: StatusCode.Unimplemented } call => Told(server, call),
        _ => Failure($"{ServerFailure.Clean(exception.Reason)}."),
    };

    private static CommandException Told(Uri server, RpcException call) => Failure(call.StatusCode == StatusCode.Unimplemented
        ? $"{ServerFailure.Show(server)} does not speak Parley's session contract; 'parley chat' talks to any server of the exercise."
        : $"{ServerFailure.Show(server)} did not let you in: {ServerFailure.Told(call)}.");

    private static CommandException Failure(string message) => new(message, CommandRunner.Failure);
}
