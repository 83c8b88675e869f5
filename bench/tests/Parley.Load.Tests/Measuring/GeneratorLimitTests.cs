using Parley.Load.Measuring;

namespace Parley.Load.Tests.Measuring;

public sealed class GeneratorLimitTests
{
    [Theory]
    [InlineData(0.5, 1.0)]
    [InlineData(0.99, 0.05)]
    [InlineData(0.9, 0.5)]
    public void Reason_GeneratorWaitedOrMachineBusy_IsNull(double busy, double idle) =>
        Assert.Null(GeneratorLimit.Reason(Usage(busy, idle), 1));

    [Fact]
    public void Reason_BusyWhileProcessorsIdle_NamesIt() =>
        Assert.Contains("busy", GeneratorLimit.Reason(Usage(0.97, 0.4), 1), StringComparison.Ordinal);

    [Fact]
    public void Reason_PaceNotKept_NamesIt() => Assert.Contains("due", GeneratorLimit.Reason(Usage(0.2, 1), 0.9), StringComparison.Ordinal);

    private static Usage Usage(double busy, double idle) => new()
    {
        Elapsed = TimeSpan.FromSeconds(1),
        ServerCpu = TimeSpan.FromSeconds(0.5),
        ServerCpuShare = 0.5,
        LoadCpuShare = busy,
        LoopBusyShare = busy,
        IdleShare = idle,
    };
}
