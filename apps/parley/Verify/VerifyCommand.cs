using System.CommandLine;
using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Server.Offline;

namespace Parley.Command.Verify;

/// <summary><c>parley verify</c>: checks the log of a stopped server.</summary>
internal static class VerifyCommand
{
    private const string DefaultDirectory = "parley-data";

    private static readonly Option<string> Data = new("--data")
    {
        Description = $"Directory of the log. [env: PARLEY_DATA] [default: {DefaultDirectory}]",
        HelpName = "DIR",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("verify", "Check the log of a stopped server; changes nothing.") { Data };
        command.SetAction((parsed, _) => CommandBody.RunAsync(
            cancellationToken => Task.FromResult(Run(ReadDirectory(parsed), cancellationToken)), unfinished: "everything was checked"));
        return command;
    }

    private static string ReadDirectory(ParseResult parsed) => OptionValue.Read(parsed, Data, "PARLEY_DATA") ?? DefaultDirectory;

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

        var outcome = report.IsSound ? "ok" : Quantity.Of(report.Problems.Count + report.MoreProblems, "problem");
        Console.WriteLine($"{Quantity.Of(report.Rooms, "room")}, {Quantity.Of(report.Events, "event")}: {outcome}");
    }
}
