using Parley.Bench.Building;
using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Measuring;
using Parley.Bench.Progress;

namespace Parley.Bench.Tests.Running;

public sealed class SessionTests
{
    /// <summary>Reports the rate it was given as a figure; all other figures are constant.</summary>
    private const string Load = """
        rate=0; for i in $(seq $#); do [ "${!i}" != --rate ] || { j=$((i + 1)); rate=${!j}; }; done
        echo "{\"deliveriesPerSecond\":4000,\"p99Microseconds\":5,\"serverCpuMicrosecondsPerDelivery\":$rate,\"faults\":0,\"valid\":true}"
        """;

    [Fact]
    public async Task Run_SomeServersFail_ReportsEveryCell()
    {
        using var fakes = new Fakes();
        var catalog = Samples.Catalog with
        {
            Contenders =
            [
                fakes.Contender(Fakes.Server, "parley"),
                fakes.Contender("exit 3", "go"),
                fakes.Contender(Fakes.Server, "redis") with { Build = [new("bash", "-c", "echo 'error: no compiler'; exit 2")] },
            ],
        };
        using var output = new StringWriter();

        var report = await Session(fakes, catalog, output).RunAsync(default);

        Assert.Equal(Outcome.Measured, report!.Results.Cell("W1-100", "parley").Runs[0].Outcome);
        Assert.Equal(Outcome.Failed, report.Results.Cell("W1-100", "go").Runs[0].Outcome);
        Assert.Equal(
            "not available: its build failed: \"bash\" exited with 2: error: no compiler",
            report.Results.Cell("W1-100", "redis").Runs[0].Reason);
        Assert.Equal("its capacity in W1-100 was not measured", report.Results.Cell("W3-50", "go").Runs[0].Reason);
        Assert.Equal(VerdictKind.NotMeasured, report.Verdicts[0].Kind);
        Assert.True(File.Exists(Path.Combine(fakes.Output, "report.md")));
        Assert.Contains("W1-100 · parley · round 1/1 · run 1/5 · about ", output.ToString());
    }

    [Fact]
    public async Task Run_ShareOfCapacity_UsesTheServersOwn()
    {
        using var fakes = new Fakes();
        var catalog = Catalog(fakes);

        var report = await Session(fakes, catalog, TextWriter.Null).RunAsync(default);

        // 4,000 deliveries to 100 connections are 40 messages; half of them are 20.
        Assert.Equal(20, report!.Results.Cell("W3-50", "parley").Runs[0].Figures[Metrics.Cpu.Key]);
    }

    [Fact]
    public async Task Run_Interrupted_WritesTheReport()
    {
        using var fakes = new Fakes();
        using var cancel = new CancellationTokenSource();
        var catalog = Catalog(fakes);

        var report = await Session(fakes, catalog, new CancellingWriter(cancel, "W1-100            parley")).RunAsync(cancel.Token);

        Assert.True(report!.Interrupted);
        Assert.Equal(Outcome.Measured, report.Results.Cell("W1-100", "parley").Runs[0].Outcome);
        Assert.Equal("interrupted before it started", report.Results.Cell("W1-100", "go").Runs[0].Reason);
        Assert.Contains("interrupted", await File.ReadAllTextAsync(Path.Combine(fakes.Output, "report.md")));
    }

    [Fact]
    public async Task Prepare_MissingDirectory_IsNotAvailable() => Assert.Equal(
        "bench/peers/nobody does not exist",
        (await new Builder("/", "/nowhere")
            .PrepareAsync(Samples.Contender("nobody") with { Directory = "bench/peers/nobody" }, true, default)).Reason);

    [Fact]
    public async Task Prepare_MissingProgram_IsNotAvailable()
    {
        using var fakes = new Fakes();
        var contender = Samples.Contender("go") with { Start = new("build/peer", "--port", "0") };

        Assert.Equal(
            "./build/peer does not exist", (await new Builder(fakes.Root, fakes.Output).PrepareAsync(contender, false, default)).Reason);
    }

    [Fact]
    public async Task Prepare_VersionProgram_ReadsTheVersion()
    {
        using var fakes = new Fakes();
        var contender = Samples.Contender("go") with { Version = new("bash", "-c", "echo; echo peer 1.2") };

        Assert.Equal(
            new Availability(null, "peer 1.2"), await new Builder(fakes.Root, fakes.Output).PrepareAsync(contender, false, default));
    }

    private static Catalog Catalog(Fakes fakes) => Samples.Catalog with
    {
        Contenders = [.. Samples.Catalog.Contenders.Select(found => fakes.Contender(Fakes.Server, found.Name))],
    };

    private static Session Session(Fakes fakes, Catalog catalog, TextWriter output) => new(
        new()
        {
            Root = fakes.Root,
            Output = fakes.Output,
            Catalog = catalog,
            Selection = new() { Rounds = 1 },
            Load = new(".", null, Fakes.Load(Load)),
            CommandLine = "./eng/bench --rounds 1",
        },
        new PlainView(output),
        TimeProvider.System);
}
