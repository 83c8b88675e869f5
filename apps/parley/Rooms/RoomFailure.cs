using Grpc.Core;
using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;

namespace Parley.Command.Rooms;

/// <summary>Turns a failure of the client library into one line for the user.</summary>
internal static class RoomFailure
{
    /// <summary>The first connection failed.</summary>
    public static CommandException Unreachable(Uri server, Exception exception) => CommandException.Failure(exception switch
    {
        ParleyException { InnerException: RpcException call } when ServerFailure.IsFromServer(call) => Refused(server, call),
        ParleyException { InnerException: { } cause } => ServerFailure.Unreachable(server, cause),
        ParleyException refusal => Refused(server, ServerFailure.Clean(refusal.Reason)),
        _ => ServerFailure.Unreachable(server, exception),
    });

    /// <summary>A call failed, or the server ended the session for good.</summary>
    public static CommandException Ended(Uri server, ParleyException exception) => CommandException.Failure(exception.InnerException switch
    {
        RpcException call when !ServerFailure.IsFromServer(call) =>
            $"{ServerFailure.Lost(server, call)} Try again when the server is back.",
        RpcException { StatusCode: StatusCode.Unimplemented } call => Refused(server, call),
        _ => $"{ServerFailure.Clean(exception.Reason)}.",
    });

    private static string Refused(Uri server, RpcException call) => call.StatusCode == StatusCode.Unimplemented
        ? $"{ServerFailure.Show(server)} does not serve the Room contract; 'parley chat' works with any server of the Chat contract."
        : Refused(server, ServerFailure.Detail(call));

    private static string Refused(Uri server, string reason) => $"{ServerFailure.Show(server)} refused the session: {reason}.";
}
