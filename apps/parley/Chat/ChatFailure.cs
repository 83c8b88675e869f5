using Grpc.Core;
using Parley.Command.Clients;

namespace Parley.Command.Chat;

/// <summary>Says in one line what the end of a chat means for a person.</summary>
internal static class ChatFailure
{
    /// <summary>The server did not answer.</summary>
    public static CommandException Unreachable(Uri server, Exception exception) => exception is RpcException call && ServerFailure.IsTold(call)
        ? Told(server, call)
        : Failure(ServerFailure.Unreachable(server, exception));

    /// <summary>The stream ended.</summary>
    public static CommandException Ended(Uri server, RpcException exception) => ServerFailure.IsTold(exception)
        ? Told(server, exception)
        : Failure($"{ServerFailure.Lost(server, exception)} Join again when the server is back.");

    private static CommandException Told(Uri server, RpcException exception) => Failure(
        exception.StatusCode == StatusCode.Unimplemented
            ? $"{ServerFailure.Show(server)} has no chat. Is this the port for gRPC? See --server."
            : $"the server ended the chat: {ServerFailure.Told(exception)}.");

    private static CommandException Failure(string message) => new(message, CommandRunner.Failure);
}
