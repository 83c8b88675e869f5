using System.CommandLine;
using Parley.Command;
using Parley.Command.Chat;
using Parley.Command.Rooms;
using Parley.Command.Serve;
using Parley.Command.Verify;

var root = new RootCommand("Parley: a real-time room server, and a terminal client for it.")
{
    ServeCommand.Create(),
    ChatCommand.Create(),
    SendCommand.Create(),
    TailCommand.Create(),
    HistoryCommand.Create(),
    RoomsCommand.Create(),
    VerifyCommand.Create(),
};

return await CommandRunner.RunAsync(root, args);
