using System.Text.RegularExpressions;
using System.Threading.Channels;
using Parley.Command.Clients;
using Parley.Command.Execution;
using Parley.Command.Rooms;
using Parley.Testing;

namespace Parley.Command.Tests.Rooms;

/// <summary>A sender whose server does not come back.</summary>
public sealed partial class SenderTests
{
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromMilliseconds(300);

    /// <summary>Pairs of the number of accepted lines and the line to continue with. The second line of the input is empty.</summary>
    private static readonly string[] Possible = ["0 1", "1 2", "2 4"];

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task Run_ServerStaysAway_ReportsWhereToContinue()
    {
        await using var server = await ServerProcess.StartAsync();
        using var witness = await SessionTester.JoinAsync(server.ConnectRooms(), "ben", "r");
        var (sending, address) = Send(server);
        await TypeLinesAsync("one", "", "three");
        await witness.EventsAsync("r", 2);

        server.Process.Signal("KILL");
        await TypeLinesAsync("four");

        var failure = await Assert.ThrowsAsync<CommandException>(() => sending.Within("the end"));
        Assert.Equal(1, failure.ExitCode);
        var progress = Progress().Match(failure.Message);
        Assert.True(progress.Success, failure.Message);
        Assert.StartsWith($"lost the connection to {address} for 0.3 s (", failure.Message, StringComparison.Ordinal);

        // The kill may fall between an event and the answer to its post.
        Assert.Contains($"{progress.Groups["accepted"].Value} {progress.Groups["next"].Value}", Possible);
    }

    [Fact]
    public async Task Run_SingleTextAndServerStaysAway_ReportsUnknown()
    {
        await using var server = await ServerProcess.StartAsync();
        var options = Options(server);
        await using var client = await RoomClient.ConnectAsync(options, CancellationToken.None);
        using var timer = new ReconnectTimer(client, ShortTimeout, TimeProvider.System);
        using var sender = new Sender(client, options, id: null, isInput: false);
        server.Process.Signal("KILL");
        await server.Process.WaitForExitAsync();

        var failure = await Assert.ThrowsAsync<CommandException>(
            () => sender.RunAsync(_ => AsyncEnumerable.Repeat("hello", 1), timer, CancellationToken.None).Within("the end"));

        Assert.EndsWith("It is unknown whether the message was accepted.", failure.Message, StringComparison.Ordinal);
    }

    private static ConnectionOptions Options(ServerProcess server) =>
        new() { Server = new Uri(server.GrpcAddress), Room = "r", User = "ada", ReconnectTimeout = ShortTimeout };

    private (Task Sending, string Address) Send(ServerProcess server)
    {
        return (RunAsync(), server.GrpcAddress);

        async Task RunAsync()
        {
            var options = Options(server);
            await using var client = await RoomClient.ConnectAsync(options, CancellationToken.None);
            using var timer = new ReconnectTimer(client, options.ReconnectTimeout, TimeProvider.System);
            using var sender = new Sender(client, options, id: null, isInput: true);
            await sender.RunAsync(stop => _lines.Reader.ReadAllAsync(stop), timer, CancellationToken.None);
        }
    }

    private async Task TypeLinesAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            await _lines.Writer.WriteAsync(line);
        }
    }

    [GeneratedRegex("(?<accepted>[0-9]+) lines? (was|were) accepted; continue with line (?<next>[0-9]+)[.]$")]
    private static partial Regex Progress();
}
