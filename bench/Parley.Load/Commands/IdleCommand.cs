using System.CommandLine;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary><c>idle</c>: the cost of idle streams, and the time until all are back.</summary>
internal static class IdleCommand
{
    private static readonly Option<int> Connections = CommonOptions.Count("--connections", 1_000, 1, "N", "Connections.");
    private static readonly Option<int> Streams = CommonOptions.Count("--streams", 1, 1, "N", "Streams on each connection.");
    private static readonly Option<int> Rooms = CommonOptions.Count(
        "--rooms", 1, 1, "N", "Rooms; streams are distributed over them round robin.");
    private static readonly Option<int> Joining = CommonOptions.Count(
        "--joining", 256, 1, "N", "Streams that join at the same time, at first.");
    private static readonly Option<double> Settle = CommonOptions.Seconds("--settle", 5, "Time from the last join until memory is read.");

    public static Command Create()
    {
        var command = new Command("idle", "Opens idle streams: joins per second, memory and CPU. Then closes all and reopens all at once.")
        {
            Connections, Streams, Rooms, Joining, Settle,
        };
        CommonOptions.AddTo(command, hasWarmUp: false, hasSeconds: true);
        WorkloadCommand.SetRun(command, (parsed, workload) =>
            new Idle(workload, CrowdRules.Check(Members(parsed), workload.Protocol), parsed.GetValue(Settle)).Run());
        return command;
    }

    private static CrowdOptions Members(ParseResult parsed) => new()
    {
        Connections = parsed.GetValue(Connections),
        Streams = parsed.GetValue(Connections) * parsed.GetValue(Streams),
        Rooms = parsed.GetValue(Rooms),
        RoomName = "idle",
        Joining = parsed.GetValue(Joining),
    };
}
