using System.CommandLine;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary><c>post-latency</c>: how long a lone post waits for its answer, while something else happens.</summary>
internal static class PostLatencyCommand
{
    private static readonly Option<int> Rate = CommonOptions.Count(
        "--rate", 200, 1, "N", "Posts per second, due at fixed times; latency counts from the due time.");
    private static readonly Option<string> Room = new("--room")
    {
        Description = "The room to post into.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "post-latency",
    };

    public static Command Create()
    {
        var command = new Command("post-latency", "One sender posts at a fixed pace, alone in a room: latency of the answers.")
        {
            Rate, Room, CommonOptions.Text,
        };
        CommonOptions.AddTo(command, hasWarmUp: true, hasSeconds: true);
        WorkloadCommand.SetRun(command, (parsed, workload) =>
        {
            var members = Members(parsed) with { IsReader = !workload.Protocol.AcknowledgesPosts };
            return new Traffic(workload, members, new TrafficOptions { Rate = parsed.GetValue(Rate), HasMax = true }).Run();
        });
        return command;
    }

    private static CrowdOptions Members(ParseResult parsed) => new()
    {
        Connections = 1,
        Streams = 1,
        Senders = 1,
        RoomName = parsed.GetRequiredValue(Room),
        LatencyEvery = 1,
        TextBytes = parsed.GetValue(CommonOptions.Text),
    };
}
