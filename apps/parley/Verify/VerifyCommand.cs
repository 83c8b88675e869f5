using System.CommandLine;
using Parley.Command.Clients;
using Parley.Command.Output;
using Parley.Storage;
using Parley.Storage.Sqlite;

namespace Parley.Command.Verify;

/// <summary><c>parley verify</c>: checks a log that no server is using.</summary>
internal static class VerifyCommand
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "Directory of the log. [env: PARLEY_DATA] [default: parley-data]",
        HelpName = "DIR",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("verify", "Check the log of a stopped server; changes nothing.") { Data };
        command.SetAction(parsed => Run(Directory(parsed)));
        return command;
    }

    private static string Directory(ParseResult parsed) => parsed.GetValue(Data)
        ?? (Environment.GetEnvironmentVariable("PARLEY_DATA") is { Length: > 0 } value ? value : "parley-data");

    private static int Run(string directory)
    {
        using var leave = new LeaveSignal();
        try
        {
            return Print(ProgressBar.Show(progress => LogVerifier.Verify(directory, progress, leave.Asked)));
        }
        catch (LogOpenException exception)
        {
            return Fail(exception.Message);
        }
        catch (OperationCanceledException) when (leave.Asked.IsCancellationRequested)
        {
            return Fail("interrupted before everything was checked.");
        }
    }

    private static int Print(LogReport report)
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
        return report.IsSound ? 0 : CommandRunner.Failure;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"parley: {SafeText.Clean(message)}");
        return CommandRunner.Failure;
    }
}
