using Parley.Command.Chat.Connections;
using Parley.Command.Chat.Terminal;
using Parley.Command.Clients;
using Parley.Command.Execution;

namespace Parley.Command.Chat;

/// <summary><c>parley chat</c>: sends what the user types and shows everybody's messages.</summary>
internal static class ChatCommand
{
    private const string Description = "Chat in a room. If input or output is redirected, reads and prints plain lines.";

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("chat", Description)
        {
            ClientOptions.User,
            ClientOptions.Room,
            ClientOptions.Server,
        };
        command.SetAction((parsed, _) => CommandBody.RunAsync(async cancellationToken =>
        {
            var options = ClientOptions.ReadWithUser(parsed);
            await using var connection = await ChatConnection.OpenAsync(options, cancellationToken);
            await RunAsync(connection, options, cancellationToken);
        }));
        return command;
    }

    private static async Task RunAsync(ChatConnection connection, ConnectionOptions options, CancellationToken cancellationToken)
    {
        if (ScreenFactory.Detect(options.User, TimeProvider.System) is not { } screen)
        {
            await PlainChat.RunAsync(connection, TimeProvider.System, cancellationToken);
            return;
        }

        try
        {
            await new TerminalChat(connection, options, screen, TimeProvider.System).RunAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            // The terminal was closed.
            throw new OutputClosedException(exception);
        }
    }
}
