using System.CommandLine;
using Parley.Command.Execution;
using Parley.Command.Offline;
using Parley.Server.Hosting;
using Parley.Server.Offline;

namespace Parley.Command.Backup;

/// <summary><c>parley restore</c>: puts a backup into the data directory of a stopped server.</summary>
internal static class RestoreCommand
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "Directory of the backup.",
        HelpName = "DIR",
        Required = true,
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "restore", "Copy a backup into the data directory of a stopped server, and check the copy.")
        {
            DataOption.Data, From,
        };
        command.SetAction((parsed, _) => CommandBody.RunAsync(
            cancellationToken => Task.FromResult(Run(parsed, cancellationToken)),
            unfinished: "the backup was restored and checked: the data directory has no log"));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (data, from) = (DataOption.Read(parsed), DataOption.RequireName(parsed.GetRequiredValue(From), From));
        if (data == StandaloneServer.InMemory)
        {
            throw CommandException.Usage($"A server with --data {data} keeps nothing on disk. Name a directory.");
        }

        var report = ProgressBar.Show(progress => OfflineBackup.Restore(from, data, progress, cancellationToken));
        OutcomeLine.Print(report, "restored and verified");
        return ExitCode.Success;
    }
}
