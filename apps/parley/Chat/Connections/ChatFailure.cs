using Grpc.Core;
using Parley.Command.Clients;
using Parley.Command.Execution;

namespace Parley.Command.Chat.Connections;

/// <summary>Turns the end of a stream into one line for the user.</summary>
internal static class ChatFailure
{
    /// <summary>The server did not answer.</summary>
    public static CommandException Unreachable(Uri server, Exception exception) => CommandException.Failure(
        exception is RpcException call && ServerFailure.IsFromServer(call)
            ? EndedByServer(server, call)
            : ServerFailure.Unreachable(server, exception));

    /// <summary>The stream ended.</summary>
    public static CommandException Ended(Uri server, RpcException exception) => CommandException.Failure(
        ServerFailure.IsFromServer(exception)
            ? EndedByServer(server, exception)
            : $"{ServerFailure.Lost(server, exception)} Join again when the server is back.");

    private static string EndedByServer(Uri server, RpcException exception) => exception.StatusCode == StatusCode.Unimplemented
        ? $"{ServerFailure.Show(server)} does not serve the Chat contract. Is this its gRPC port? See --server."
        : $"the server ended the chat: {ServerFailure.Detail(exception)}.";
}
