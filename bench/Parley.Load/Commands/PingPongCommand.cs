using System.CommandLine;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary><c>ping-pong</c>: streams that wait for their own echo.</summary>
internal static class PingPongCommand
{
    private static readonly Option<int> Streams = CommonOptions.Count(
        "--streams", 100, 1, "N", "Streams, each alone in a room, with one message in flight.");
    private static readonly Option<int> Connections = CommonOptions.Count(
        "--connections", 0, 0, "N", "Connections the streams share evenly; 0: one each.");

    private static readonly TrafficOptions Options = new() { Window = 1, AnswersName = "echoesPerSecond" };

    public static Command Create()
    {
        var command = new Command(
            "ping-pong", "Streams that wait for each echo before they send the next message: echoes per second and latency.")
        {
            Streams, Connections, CommonOptions.Text,
        };
        CommonOptions.AddTo(command, hasWarmUp: true, hasSeconds: true);
        WorkloadCommand.SetRun(command, (parsed, workload) =>
            new Traffic(workload, CrowdRules.Check(Members(parsed), workload.Protocol), Options).Run());
        return command;
    }

    private static CrowdOptions Members(ParseResult parsed)
    {
        var streams = parsed.GetValue(Streams);
        return new()
        {
            Connections = parsed.GetValue(Connections) is > 0 and var connections ? connections : streams,
            Streams = streams,
            Senders = streams,
            Rooms = streams,
            RoomName = "ping-pong",
            LatencyEvery = 1,
            TextBytes = parsed.GetValue(CommonOptions.Text),
        };
    }
}
