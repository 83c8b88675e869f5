using System.CommandLine;
using Parley.Command;
using Parley.Command.Serve;

var root = new RootCommand("Parley: a real-time room server, and a terminal client for it.")
{
    ServeCommand.Create(),
};

return await CommandRunner.RunAsync(root, args);
