using System.CommandLine;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary><c>post</c>: how many posts a server stores.</summary>
internal static class PostCommand
{
    private static readonly Option<int> Senders = CommonOptions.Count("--senders", 10, 1, "N", "Streams; all of them send.");
    private static readonly Option<int> Rooms = CommonOptions.Count(
        "--rooms", 1, 1, "N", "Rooms; senders are distributed over them round robin.");
    private static readonly Option<int> Window = CommonOptions.Count("--window", 500, 1, "N", "Posts a sender has in flight.");
    private static readonly Option<int> Rate = CommonOptions.Count(
        "--rate", 0, 0, "N", "Posts per second over all senders (open loop); latency counts from the due time. 0: closed loop.");
    private static readonly Option<int> Connections = CommonOptions.Count(
        "--connections", 0, 0, "N", "Connections the senders share evenly; 0: one each.");

    public static Command Create()
    {
        var command = new Command("post", "Posts per second that the server answers, with the sender's echo or an acknowledgement.")
        {
            Senders, Rooms, Window, Rate, Connections, CommonOptions.Text,
        };
        CommonOptions.AddTo(command, hasWarmUp: true, hasSeconds: true);
        WorkloadCommand.SetRun(command, (parsed, workload) =>
        {
            var members = CrowdRules.Check(Members(parsed) with { IsReader = !workload.Protocol.AcknowledgesPosts }, workload.Protocol);
            return new Traffic(workload, members, Options(parsed)).Run();
        });
        return command;
    }

    private static CrowdOptions Members(ParseResult parsed) => new()
    {
        Connections = parsed.GetValue(Connections) is > 0 and var connections ? connections : parsed.GetValue(Senders),
        Streams = parsed.GetValue(Senders),
        Senders = parsed.GetValue(Senders),
        Rooms = parsed.GetValue(Rooms),
        TextBytes = parsed.GetValue(CommonOptions.Text),
    };

    private static TrafficOptions Options(ParseResult parsed) => new()
    {
        Window = parsed.GetValue(Window),
        Rate = parsed.GetValue(Rate),
    };
}
