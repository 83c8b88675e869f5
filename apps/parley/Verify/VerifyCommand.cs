using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Command.Offline;
using Parley.Protocol;
using Parley.Server.Offline;

namespace Parley.Command.Verify;

/// <summary><c>parley verify</c>: checks the log of a stopped server.</summary>
internal static class VerifyCommand
{
    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("verify", "Check the log of a stopped server; changes nothing.") { DataOption.Data };
        command.SetAction((parsed, _) => CommandBody.RunAsync(
            cancellationToken => Task.FromResult(Run(DataOption.Read(parsed), cancellationToken)), unfinished: "everything was checked"));
        return command;
    }

    private static int Run(string directory, CancellationToken cancellationToken)
    {
        var report = ProgressBar.Show(progress => OfflineLog.Verify(directory, progress, cancellationToken));
        Print(report);
        return report.IsSound ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(VerificationReport report)
    {
        foreach (var problem in report.Problems)
        {
            Console.WriteLine(SafeText.Clean(problem));
        }

        if (report.MoreProblems > 0)
        {
            Console.WriteLine($"and {Quantity.Of(report.MoreProblems, "more problem")}.");
        }

        if (report.EventsWithoutChecksum > 0)
        {
            var events = Quantity.Of(report.EventsWithoutChecksum, "event");
            Console.WriteLine($"{events} written by an earlier version cannot be checked for changes: there is no checksum.");
        }

        var outcome = report.IsSound ? "ok" : Quantity.Of(report.Problems.Count + report.MoreProblems, "problem");
        OutcomeLine.Print(report, outcome);
        if (!report.IsSound)
        {
            ErrorOutput.WriteLine("the log is damaged. Restore a backup, or erase the damaged events with parley erase.");
        }
    }
}
