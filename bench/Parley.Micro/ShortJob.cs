using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Parley.Micro;

/// <summary>
/// How the benchmarks run unless the command line says otherwise: few and short iterations in this process, so that all of them take
/// less than three minutes. Enough to see a factor, not a percent.
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
