using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Parley.Micro;

/// <summary>
/// The default configuration: few and short iterations in this process, so that all benchmarks take less than three minutes. They reveal
/// a change by a factor, not by a percent.
/// </summary>
internal static class ShortJob
{
    private const int Warmups = 3;
    private const int Iterations = 7;
    private const double IterationMilliseconds = 150;

    public static IConfig Config { get; } = ManualConfig.Create(DefaultConfig.Instance)
        .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"))
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(Warmups)
            .WithIterationCount(Iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds)));
}
