using System.CommandLine;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary><c>burst</c>: many messages at once.</summary>
internal static class BurstCommand
{
    private static readonly Option<int> Connections = CommonOptions.Count("--connections", 100, 1, "N", "Connections.");
    private static readonly Option<int> Streams = CommonOptions.Count("--streams", 1, 1, "N", "Streams on each connection.");
    private static readonly Option<int> Messages = CommonOptions.Count("--burst", 1_000, 1, "N", "Messages one sender sends at once.");
    private static readonly Option<int> Rounds = CommonOptions.Count("--rounds", 20, 1, "N", "Measured rounds; 3 more rounds warm up.");

    public static Command Create()
    {
        var command = new Command("burst", "One sender sends many messages at once: milliseconds until every reader has all of them.")
        {
            Connections, Streams, Messages, Rounds, CommonOptions.Text,
        };
        CommonOptions.AddTo(command, hasWarmUp: false, hasSeconds: false);
        WorkloadCommand.SetRun(command, (parsed, workload) =>
        {
            var members = CrowdRules.Check(Members(parsed), workload.Protocol);
            return new Burst(workload, members, parsed.GetValue(Messages), parsed.GetValue(Rounds)).Run();
        });
        return command;
    }

    private static CrowdOptions Members(ParseResult parsed) => new()
    {
        Connections = parsed.GetValue(Connections),
        Streams = parsed.GetValue(Connections) * parsed.GetValue(Streams),
        Senders = 1,
        RoomName = "burst",
        TextBytes = parsed.GetValue(CommonOptions.Text),
    };
}
