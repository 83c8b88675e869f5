using System.CommandLine;
using Parley.Command.Backup;
using Parley.Command.Chat;
using Parley.Command.Execution;
using Parley.Command.Operator;
using Parley.Command.Rooms;
using Parley.Command.Serve;
using Parley.Command.Verify;

var root = new RootCommand("Parley: a real-time room server and its terminal client.")
{
    ServeCommand.Create(),
    ChatCommand.Create(),
    SendCommand.Create(),
    TailCommand.Create(),
    HistoryCommand.Create(),
    RoomsCommand.Create(),
    VerifyCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    EraseCommand.Create(),
    TrimCommand.Create(),
    CompactCommand.Create(),
    FollowersCommand.Create(),
};

return await CommandRunner.RunAsync(root, args);
