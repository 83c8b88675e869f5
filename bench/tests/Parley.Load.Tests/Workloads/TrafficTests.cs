using Parley.Load.Measuring;
using Parley.Load.Protocols.Nats;
using Parley.Load.Workloads;

namespace Parley.Load.Tests.Workloads;

/// <summary>The whole generator against a faulty server: only a check that can fail proves something.</summary>
public sealed class TrafficTests
{
    [Fact]
    public void Run_CorrectServer_HasNoFaults()
    {
        var result = Run(DeliveryFault.None);

        Assert.Equal(0, result.Faults);
        Assert.NotEqual(1, result.ExitCode);
        Assert.True(result.DeliveriesPerSecond > 0);
        Assert.True(result.P50Microseconds > 0);
    }

    [Theory]
    [InlineData(DeliveryFault.Lose)]
    [InlineData(DeliveryFault.Repeat)]
    [InlineData(DeliveryFault.Swap)]
    [InlineData(DeliveryFault.LoseLast)]
    public void Run_FaultyServer_ReportsFaults(DeliveryFault fault)
    {
        var result = Run(fault);

        Assert.True(result.Faults > 0);
        Assert.Equal(1, result.ExitCode);
        Assert.False(result.Valid);
    }

    private static Result Run(DeliveryFault fault)
    {
        using var server = new FaultyServer(fault);
        var workload = new WorkloadOptions
        {
            Workload = "fan-out",
            Server = server.EndPoint,
            Process = Environment.ProcessId,
            Protocol = new NatsProtocol(),
            WarmUp = 0,
            Seconds = 0.3,
            MaxSilenceSeconds = 1,
        };
        var members = new CrowdOptions { Connections = 3, Streams = 3, Senders = 1, LatencyEvery = 1 };
        return new Traffic(workload, members, new TrafficOptions { Window = 4 }).Run();
    }
}
