using System.Security.Cryptography.X509Certificates;
using Parley.Bench.Measuring;

namespace Parley.Bench.Tests.Running;

public sealed class RunnerTests
{
    private const string Good = """
        echo "a line for people"
        echo '{"deliveriesPerSecond":12,"faults":0,"valid":true,"extra":{"postsPerSecond":3}}'
        """;

    [Fact]
    public async Task Run_Measured_HasFiguresAndLeavesNothing()
    {
        using var fakes = new Fakes();

        var result = await fakes.Runner(Good).RunAsync(fakes.Run(Fakes.Server), null, default);

        Assert.Equal((Outcome.Measured, null), (result.Outcome, result.Reason));
        Assert.Equal((12, 3), (result.Figures["deliveriesPerSecond"], result.Figures["postsPerSecond"]));
        Assert.Empty(fakes.Data());
    }

    [Fact]
    public async Task Run_ServerBehindScript_MeasuresTheServer()
    {
        using var fakes = new Fakes();

        // The load generator gets the process that listens, not the script; both are gone afterwards.
        var runner = fakes.Runner("""echo "{\"process\":$5,\"command\":$(grep -c python3 /proc/$5/cmdline)}" """);
        var result = await runner.RunAsync(fakes.Run(Fakes.Server), null, default);

        Assert.Equal(1, result.Figures["command"]);
        Assert.False(IsRunning((int)result.Figures["process"]));
    }

    [Fact]
    public async Task Run_OverTls_UsesOneCertificateAndLeavesNothing()
    {
        const string Server = """cp "$2" certificate; stat -c %a "$3" > mode; cp "$3" key; """ + "\n" + Fakes.Server;
        const string Load = """
            for i in $(seq $#); do [ "${!i}" != --tls ] || { j=$((i + 1)); cp "${!j}" "trusted$j"; }; done
            cmp trusted* certificate && echo "{\"same\":1,\"mode\":$(cat mode)}"
            """;
        using var fakes = new Fakes();
        var runner = fakes.Runner(Load);

        var first = await runner.RunAsync(fakes.RunTls(Server), null, default);
        var certificate = await File.ReadAllTextAsync(Path.Combine(fakes.Root, "certificate"));
        using var pair = X509Certificate2.CreateFromPemFile(Path.Combine(fakes.Root, "certificate"), Path.Combine(fakes.Root, "key"));
        var second = await runner.RunAsync(fakes.RunTls(Server, round: 2), null, default);

        Assert.Equal((Outcome.Measured, Outcome.Measured), (first.Outcome, second.Outcome));
        Assert.True(pair.HasPrivateKey);
        Assert.Equal((1, 600), (first.Figures["same"], first.Figures["mode"]));
        Assert.Equal(certificate, await File.ReadAllTextAsync(Path.Combine(fakes.Root, "certificate")));
        runner.RemoveData();
        Assert.Empty(fakes.Data());
    }

    [Fact]
    public async Task Run_ServerNeverReady_IsKilledAndReported()
    {
        using var fakes = new Fakes { Limits = new() { Ready = TimeSpan.FromSeconds(2) } };

        var result = await fakes.Runner(Good).RunAsync(fakes.Run("echo $$ > pid; echo starting; sleep 1000"), null, default);

        Assert.Equal((Outcome.Failed, "the server was not ready after 2 s: starting"), (result.Outcome, result.Reason));
        Assert.False(IsRunning(int.Parse(await File.ReadAllTextAsync(Path.Combine(fakes.Root, "pid")))));
    }

    [Fact]
    public async Task Run_ServerEndsAtOnce_ReportsItsLastLine()
    {
        using var fakes = new Fakes();

        var result = await fakes.Runner(Good).RunAsync(fakes.Run("echo 'no such library' >&2; exit 4"), null, default);

        Assert.Equal((Outcome.Failed, "the server ended before it was ready: no such library"), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task Run_ServerDoesNotExist_IsReported()
    {
        using var fakes = new Fakes();
        var run = fakes.Run("") with { Contender = Samples.Contender("go") with { Start = new("./build/peer") } };

        Assert.Contains("build/peer", (await fakes.Runner(Good).RunAsync(run, null, default)).Reason);
    }

    [Fact]
    public async Task Run_LoadDoesNotEnd_IsKilledAndReported()
    {
        var longest = TimeSpan.FromSeconds(2);
        using var fakes = new Fakes { Limits = new() { LoadGrace = longest - TimeSpan.FromSeconds(Fakes.EstimatedSeconds) } };

        var result = await fakes.Runner("echo $$ > pid; sleep 1000").RunAsync(fakes.Run(Fakes.Server), null, default);

        Assert.Equal((Outcome.Failed, "the load ran for more than 2 s and was ended"), (result.Outcome, result.Reason));
        Assert.False(IsRunning(int.Parse(await File.ReadAllTextAsync(Path.Combine(fakes.Root, "pid")))));
        Assert.Empty(fakes.Data());
    }

    [Theory]
    [InlineData("""echo '{"faults":3,"valid":true}'; exit 1""", "Faults", "3 faults: messages were lost, duplicated or out of order")]
    [InlineData("""echo '{"faults":1,"valid":false,"invalidReason":"nothing arrived"}'; exit 1""", "Faults", "1 fault: nothing arrived")]
    [InlineData("""echo '{"faults":0,"valid":false,"invalidReason":"busy"}'; exit 3""", "GeneratorLimit", "busy")]
    [InlineData("""echo '{"faults":0,"valid":false}'""", "GeneratorLimit", "the load generator was the limit")]
    [InlineData(
        "echo 'Parley.Load: unknown option' >&2; echo usage >&2; exit 2",
        "Failed",
        "the load generator exited with 2 and no result: Parley.Load: unknown option")]
    [InlineData("exit 0", "Failed", "the load generator exited with 0 and no result")]
    public async Task Run_LoadResult_BecomesTheOutcome(string load, string outcome, string reason)
    {
        using var fakes = new Fakes();

        var result = await fakes.Runner(load).RunAsync(fakes.Run(Fakes.Server), null, default);

        Assert.Equal((outcome, reason), (result.Outcome.ToString(), result.Reason));
    }

    [Fact]
    public async Task Run_ServerFailsUnderLoad_IsReportedAndLogged()
    {
        using var fakes = new Fakes();
        var server = Fakes.Server.Replace(
            "signal.pause()", "import time, sys; sys.stderr.write(\"out of memory\\n\"); sys.exit(9)", StringComparison.Ordinal);

        var result = await fakes.Runner("while kill -0 $5 2>/dev/null; do :; done; echo 'connection reset' >&2; exit 1")
            .RunAsync(fakes.Run(server.Replace("\ntrue", "\nexit 9", StringComparison.Ordinal)), null, default);

        Assert.Equal(Outcome.Failed, result.Outcome);
        Assert.Contains("out of memory", fakes.Log());
        Assert.Contains("connection reset", fakes.Log());
    }

    [Fact]
    public async Task Run_Cancelled_KillsItsProcesses()
    {
        using var fakes = new Fakes();
        using var cancel = new CancellationTokenSource();
        var run = fakes.Runner("echo $$ > pid; sleep 1000").RunAsync(fakes.Run(Fakes.Server), null, cancel.Token);
        var pid = Path.Combine(fakes.Root, "pid");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(pid) && new FileInfo(pid).Length > 1, TimeSpan.FromSeconds(30)));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(IsRunning(int.Parse(await File.ReadAllTextAsync(pid))));
        Assert.Empty(fakes.Data());
    }

    private static bool IsRunning(int process) =>
        File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
}
