using System.CommandLine;
using Parley.Load.Protocols.Grpc;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary><c>fan-out</c>: rooms with many readers.</summary>
internal static class FanOutCommand
{
    private static readonly Option<int> Connections = CommonOptions.Count("--connections", 100, 1, "N", "Connections.");
    private static readonly Option<int> Streams = CommonOptions.Count("--streams", 1, 1, "N", "Streams on each connection.");
    private static readonly Option<int> Rooms = CommonOptions.Count(
        "--rooms", 1, 1, "N", "Rooms; streams and senders are distributed over them round robin.");
    private static readonly Option<int> Senders = CommonOptions.Count("--senders", 10, 1, "N", "Streams that also send.");
    private static readonly Option<int> Window = CommonOptions.Count(
        "--window", 10, 1, "N", "Messages a sender has in flight (closed loop).");
    private static readonly Option<int> Rate = CommonOptions.Count(
        "--rate", 0, 0, "N", "Messages per second over all senders (open loop); latency counts from the due time. 0: closed loop.");

    private static readonly Option<int> Stopped = CommonOptions.Count(
        "--stopped", 0, 0, "N", "Further readers, on their own connections, that stop reading during the measurement.");

    private static readonly Option<int> Sample = CommonOptions.Count(
        "--sample", 0, 0, "N", "Further readers with the official gRPC client, in a separate process; grpc only.");

    public static Command Create()
    {
        var command = new Command("fan-out", "Rooms with many readers: deliveries per second and latency.")
        {
            Connections, Streams, Rooms, Senders, Window, Rate, Stopped, Sample, CommonOptions.Text,
        };
        CommonOptions.AddTo(command, hasWarmUp: true, hasSeconds: true);
        WorkloadCommand.SetRun(command, (parsed, workload) =>
            parsed.GetValue(Sample) > 0 && workload.Protocol is not GrpcProtocol
                ? throw new UsageException("--sample needs --protocol grpc.")
                : new Traffic(workload, CrowdRules.Check(Members(parsed), workload.Protocol), Options(parsed)).Run());
        return command;
    }

    private static CrowdOptions Members(ParseResult parsed) => new()
    {
        Connections = parsed.GetValue(Connections),
        Streams = parsed.GetValue(Connections) * parsed.GetValue(Streams),
        Rooms = parsed.GetValue(Rooms),
        Senders = parsed.GetValue(Senders),
        Stopped = parsed.GetValue(Stopped),
        TextBytes = parsed.GetValue(CommonOptions.Text),
    };

    private static TrafficOptions Options(ParseResult parsed) => new()
    {
        Window = parsed.GetValue(Window),
        Rate = parsed.GetValue(Rate),
        Sample = parsed.GetValue(Sample),
    };
}
