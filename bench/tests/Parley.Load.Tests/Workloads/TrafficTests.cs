using Parley.Load.Measuring;
using Parley.Load.Protocols.Nats;
using Parley.Load.Workloads;

namespace Parley.Load.Tests.Workloads;

/// <summary>The whole generator against a server that lies: a check that has never failed proves nothing.</summary>
public sealed class TrafficTests
{
    [Fact]
    public void Run_HonestServer_HasNoFaults()
    {
        var result = Run(Lie.None);

        Assert.Equal(0, result.Faults);
        Assert.NotEqual(1, result.ExitCode);
        Assert.True(result.DeliveriesPerSecond > 0);
        Assert.True(result.P50Microseconds > 0);
    }

    [Theory]
    [InlineData(Lie.Lose)]
    [InlineData(Lie.Repeat)]
    [InlineData(Lie.Swap)]
    [InlineData(Lie.LoseTheLast)]
    public void Run_LyingServer_IsFound(Lie lie)
    {
        var result = Run(lie);

        Assert.True(result.Faults > 0);
        Assert.Equal(1, result.ExitCode);
        Assert.False(result.Valid);
    }

    private static Result Run(Lie lie)
    {
        using var server = new LyingServer(lie);
        var workload = new WorkloadOptions
        {
            Workload = "fan-out",
            Server = server.EndPoint,
            Process = Environment.ProcessId,
            Protocol = new NatsProtocol(),
            WarmUp = 0,
            Seconds = 0.3,
            LongestSilence = 1,
        };
        var members = new CrowdOptions { Connections = 3, Streams = 3, Senders = 1, LatencyEvery = 1 };
        return new Traffic(workload, members, new TrafficOptions { Window = 4 }).Run();
    }
}
