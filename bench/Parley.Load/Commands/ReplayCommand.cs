using System.CommandLine;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary><c>replay</c>: how fast one reader receives a whole room.</summary>
internal static class ReplayCommand
{
    private static readonly Option<int> Events = CommonOptions.Count(
        "--events", 1_000_000, 1, "N", "Events to post into a new room and to read.");

    public static Command Create()
    {
        var command = new Command(
            "replay", "Fills a new room by posting, then reads all of it: events per second, and the server's memory.")
        {
            Events, CommonOptions.Text,
        };
        CommonOptions.AddTo(command, hasWarmUp: false, hasSeconds: false);
        WorkloadCommand.SetRun(command, (parsed, workload) => workload.Protocol.HasHistory
            ? new Replay(workload, parsed.GetValue(Events), parsed.GetValue(CommonOptions.Text)).Run()
            : throw new UsageException($"{workload.Protocol.Name} keeps no history."));
        return command;
    }
}
