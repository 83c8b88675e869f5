using System.Text.RegularExpressions;
using System.Threading.Channels;
using Parley.Command.Clients;
using Parley.Command.Rooms;
using Parley.Testing;

namespace Parley.Command.Tests.Rooms;

/// <summary>What becomes of a sender whose server does not come back.</summary>
public sealed partial class SenderTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    /// <summary>How many lines were accepted, and the line after them; the second line is empty.</summary>
    private static readonly string[] Possible = ["0 1", "1 2", "2 4"];

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task Run_ServerStaysAway_GivesUp_AndSaysWhereToGoOn()
    {
        await using var server = await ServerProcess.StartAsync();
        using var witness = await SessionTester.JoinAsync(server.ConnectRooms(), "ben", "r");
        var (sending, address) = Send(server);
        await SayAsync("one", "", "three");
        await witness.EventsAsync("r", 2);

        server.Process.Signal("KILL");
        await SayAsync("four");

        var failure = await Assert.ThrowsAsync<CommandException>(() => sending.Within("the end"));
        Assert.Equal(1, failure.ExitCode);
        var message = Progress().Match(failure.Message);
        Assert.True(message.Success, failure.Message);
        Assert.StartsWith($"no connection to {address} for 0.3 s (", failure.Message, StringComparison.Ordinal);

        // The kill may come between an event and the answer to its post.
        Assert.Contains($"{message.Groups["accepted"].Value} {message.Groups["next"].Value}", Possible);
    }

    [Fact]
    public async Task Run_OneTextAndTheServerStaysAway_SaysThatNobodyKnows()
    {
        await using var server = await ServerProcess.StartAsync();
        var options = Options(server);
        await using var client = await RoomCommand.ConnectAsync(options, CancellationToken.None);
        using var absence = new Absence(client, Soon, TimeProvider.System);
        using var sender = new Sender(client, options, id: null, isInput: false);
        server.Process.Signal("KILL");
        await server.Process.WaitForExitAsync();

        var failure = await Assert.ThrowsAsync<CommandException>(
            () => sender.RunAsync(_ => AsyncEnumerable.Repeat("hello", 1), absence, CancellationToken.None).Within("the end"));

        Assert.EndsWith("Whether the message was accepted is not known.", failure.Message, StringComparison.Ordinal);
    }

    private static ConnectionOptions Options(ServerProcess server) =>
        new() { Server = new Uri(server.GrpcAddress), Room = "r", User = "ada", AwayLimit = Soon };

    private (Task Sending, string Address) Send(ServerProcess server)
    {
        return (RunAsync(), server.GrpcAddress);

        async Task RunAsync()
        {
            var options = Options(server);
            await using var client = await RoomCommand.ConnectAsync(options, CancellationToken.None);
            using var absence = new Absence(client, options.AwayLimit, TimeProvider.System);
            using var sender = new Sender(client, options, id: null, isInput: true);
            await sender.RunAsync(stop => _lines.Reader.ReadAllAsync(stop), absence, CancellationToken.None);
        }
    }

    private async Task SayAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            await _lines.Writer.WriteAsync(line);
        }
    }

    [GeneratedRegex("(?<accepted>[0-9]+) lines? (was|were) accepted; go on with line (?<next>[0-9]+)[.]$")]
    private static partial Regex Progress();
}
