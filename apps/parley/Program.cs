using System.CommandLine;
using Parley.Command;
using Parley.Command.Chat;
using Parley.Command.Serve;

var root = new RootCommand("Parley: a real-time room server, and a terminal client for it.")
{
    ServeCommand.Create(),
    ChatCommand.Create(),
    SendCommand.Create(),
    TailCommand.Create(),
};

return await CommandRunner.RunAsync(root, args);
