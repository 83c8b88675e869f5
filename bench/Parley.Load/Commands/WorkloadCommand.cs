using System.CommandLine;
using Parley.Load.Measuring;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary>What all commands have in common: they run, print the result and return its exit code.</summary>
internal static class WorkloadCommand
{
    public static void SetRun(Command command, Func<ParseResult, WorkloadOptions, Result> run) => command.SetAction(parsed =>
    {
        var workload = CommonOptions.Read(parsed);
        try
        {
            return Print(run(parsed, workload), parsed);
        }
        catch (UsageException exception)
        {
            return CommandRunner.Refuse(command, [exception.Message], parsed.InvocationConfiguration.Error);
        }
        catch (LoadException exception)
        {
            var failed = new Result
            {
                Workload = workload.Workload,
                Protocol = workload.Protocol.Name,
                Faults = 1,
                InvalidReason = exception.Message,
            };
            return Print(failed, parsed);
        }
    });

    private static int Print(Result result, ParseResult parsed)
    {
        parsed.InvocationConfiguration.Output.WriteLine(ResultText.Line(result));
        if (parsed.GetValue(CommonOptions.Json))
        {
            parsed.InvocationConfiguration.Output.WriteLine(ResultJson.Line(result));
        }

        return result.ExitCode;
    }
}
