using Parley.Command.Chat.Terminal;

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
        command.SetAction((parsed, _) => ClientCommand.RunAsync(() => ClientOptions.ReadSender(parsed), RunAsync));
        return command;
    }

    private static Task RunAsync(ChatConnection connection, ConnectionOptions options, LeaveSignal leave) =>
        ScreenFactory.Detect(options.User, TimeProvider.System) is { } screen
            ? new TerminalChat(connection, options, screen, TimeProvider.System).RunAsync(leave.Asked)
            : PlainChat.RunAsync(connection, TimeProvider.System, leave.Asked);
}
