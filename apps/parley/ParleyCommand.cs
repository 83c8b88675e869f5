using System.CommandLine;
using Parley.Command.Backup;
using Parley.Command.Chat;
using Parley.Command.Completion;
using Parley.Command.Operator;
using Parley.Command.Rooms;
using Parley.Command.Serve;
using Parley.Command.Verify;

namespace Parley.Command;

/// <summary><c>parley</c>: the command with all its subcommands.</summary>
internal static class ParleyCommand
{
    public static RootCommand Create() => new(
        "Parley: a real-time room server and its terminal client. With NO_COLOR set, nothing is printed in colour.")
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
        CompletionCommand.Create(),
    };
}
