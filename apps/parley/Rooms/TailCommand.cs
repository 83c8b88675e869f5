namespace Parley.Command.Chat;

/// <summary><c>parley tail</c>: prints what everybody says and says nothing itself.</summary>
internal static class TailCommand
{
    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("tail", "Print a room's messages as plain lines until Ctrl+C.")
        {
            ClientOptions.Room,
            ClientOptions.Last,
            ClientOptions.Server,
        };
        command.SetAction((parsed, _) => ClientCommand.RunAsync(
            () => ClientOptions.ReadReader(parsed) with { History = ClientOptions.ReadLast(parsed, otherwise: 0) },
            (connection, _, leave) => PlainChat.ListenAsync(connection, TimeProvider.System, leave.Asked)));
        return command;
    }
}
