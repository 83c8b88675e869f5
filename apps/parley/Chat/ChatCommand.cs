using Parley.Command.Chat.Terminal;
using Parley.Command.Clients;
using Parley.Command.Output;

namespace Parley.Command.Chat;

/// <summary><c>parley chat</c>: sends what is typed and shows what everybody says.</summary>
internal static class ChatCommand
{
    private const string Description = "Talk in a room. With input or output redirected: plain lines in, plain lines out.";

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("chat", Description)
        {
            ClientOptions.User,
            ClientOptions.Room,
            ClientOptions.Server,
        };
        command.SetAction((parsed, _) => ClientCommand.RunAsync(async leave =>
        {
            var options = ClientOptions.ReadSender(parsed);
            await using var connection = await ChatConnection.OpenAsync(options, leave);
            await RunAsync(connection, options, leave);
        }));
        return command;
    }

    private static async Task RunAsync(ChatConnection connection, ConnectionOptions options, CancellationToken leave)
    {
        if (ScreenFactory.Detect(options.User, TimeProvider.System) is not { } screen)
        {
            await PlainChat.RunAsync(connection, TimeProvider.System, leave);
            return;
        }

        try
        {
            await new TerminalChat(connection, options, screen, TimeProvider.System).RunAsync(leave);
        }
        catch (IOException exception)
        {
            // The terminal was closed.
            throw new OutputClosedException(exception);
        }
    }
}
