using System.CommandLine;
using Parley.Command.Execution;
using Parley.Command.Offline;
using Parley.Server.Offline;

namespace Parley.Command.Backup;

/// <summary><c>parley backup</c>: copies a log, even while a server is using it.</summary>
internal static class BackupCommand
{
    private static readonly Option<string> To = new("--to")
    {
        Description = "Directory for the backup; new or empty.",
        HelpName = "DIR",
        Required = true,
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("backup", "Copy a log and check the copy; a server may be using the log.")
        {
            DataOption.Data, To,
        };
        command.SetAction((parsed, _) => CommandBody.RunAsync(
            cancellationToken => Task.FromResult(Run(parsed, cancellationToken)),
            unfinished: "the copy was complete and checked: there is no backup"));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (data, to) = (DataOption.Read(parsed), DataOption.RequireName(parsed.GetRequiredValue(To), To));
        var report = ProgressBar.Show(progress => OfflineBackup.Create(data, to, progress, cancellationToken));
        OutcomeLine.Print(report, "backed up and verified");
        return ExitCode.Success;
    }
}
