using Parley.Load.Commands;

namespace Parley.Load.Tests.Commands;

public sealed class CommandRunnerTests
{
    private const string Server = "--server 127.0.0.1:1 --process 1";

    [Theory]
    [InlineData("fan-out", "--server")]
    [InlineData($"fan-out {Server} --connections none", "--connections")]
    [InlineData($"fan-out {Server} --connections 0", "--connections is at least 1")]
    [InlineData($"fan-out {Server} --no-such-option 1", "--no-such-option")]
    [InlineData($"fan-out {Server} --protocol carrier-pigeon", "carrier-pigeon")]
    [InlineData($"fan-out {Server} --connections 5 --senders 6", "6 senders need at least as many streams")]
    [InlineData($"fan-out {Server} --connections 5 --senders 1 --rooms 6", "6 rooms need at least as many streams")]
    [InlineData($"fan-out {Server} --streams 2 --protocol ws", "ws has one stream on each connection")]
    [InlineData($"fan-out {Server} --sample 1 --protocol nats", "--sample needs --protocol grpc")]
    [InlineData($"fan-out {Server} --text 31", "--text is at least 32")]
    [InlineData("fan-out --server 127.0.0.1 --process 1", "an IPv4 address and a port")]
    [InlineData($"replay {Server} --readers 0", "--readers is at least 1")]
    [InlineData($"replay {Server} --readers 1001", "--readers is at most 1,000")]
    [InlineData($"replay {Server} --filled", "--filled needs --room")]
    [InlineData($"replay {Server} --protocol redis", "redis keeps no history")]
    [InlineData($"idle {Server} --settle -1", "--settle is a number of seconds")]
    [InlineData($"idle {Server} --tls no-such-file", "'no-such-file' cannot be read")]
    [InlineData($"idle {Server} --tls /dev/null", "'/dev/null' has no certificate in PEM")]
    [InlineData($"idle {Server} --protocol nats --tls /dev/null", "nats has no TLS")]
    public void Run_InvalidArguments_PrintsReasonAndHelp(string line, string reason)
    {
        var (exitCode, output, error) = Run(line);

        Assert.Equal(CommandRunner.Usage, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains("--protocol", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-such-workload")]
    public void Run_NoWorkload_ListsWorkloads(string line)
    {
        var (exitCode, _, error) = Run(line);

        Assert.Equal(CommandRunner.Usage, exitCode);
        string[] all = ["fan-out", "burst", "ping-pong", "post", "post-latency", "replay", "idle", "sdk-post", "sdk-replay", "sdk-rooms"];
        Assert.All(all, workload => Assert.Contains(workload, error, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_SdkWorkload_RejectsProtocol() =>
        Assert.Contains("--protocol", Run($"sdk-post {Server} --protocol grpc").Error, StringComparison.Ordinal);

    [Fact]
    public void Run_SdkWorkload_RejectsTls() =>
        Assert.Contains("--tls", Run($"sdk-post {Server} --tls /dev/null").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("fan-out")]
    [InlineData("sdk-post")]
    public void Run_NoServer_IsInvalid(string workload)
    {
        var (exitCode, output, _) = Run($"{workload} --server 127.0.0.1:1 --process {Environment.ProcessId} --json");

        Assert.Equal(1, exitCode);
        Assert.Contains("\"valid\":false", output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Error) Run(string line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = CommandRunner.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
