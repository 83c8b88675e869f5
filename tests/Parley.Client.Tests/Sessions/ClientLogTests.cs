using Parley.Client.Tests.Fakes;
using Parley.Protocol.V1;

namespace Parley.Client.Tests.Sessions;

/// <summary>Texts of a server, or of other clients in them, are logged as one safe line.</summary>
public sealed class ClientLogTests
{
    private const string Unsafe = "a\e[2J\r\nfail: forged\u202E\u200B";
    private const string Safe = "a\uFFFD[2J  fail: forged\uFFFD\uFFFD";

    [Fact]
    public async Task Log_ReasonToReconnect_IsSafe()
    {
        using var log = new LogLines();
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(options => options with { LoggerFactory = log });
        var reconnecting = parley.WhenAsync(ConnectionState.Reconnecting);

        (await server.SessionAsync()).GoAway(Code.ShuttingDown, 0, Unsafe);
        await reconnecting;
        await server.SessionAsync();

        AssertSafe(log);
    }

    [Fact]
    public async Task Log_ReasonOfTheEnd_IsSafe()
    {
        using var log = new LogLines();
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(options => options with { LoggerFactory = log });
        var closed = parley.WhenAsync(ConnectionState.Closed);

        (await server.SessionAsync()).GoAway(Code.Invalid, 0, Unsafe);
        await closed;

        AssertSafe(log);
    }

    private static void AssertSafe(LogLines log)
    {
        Assert.Contains(log.All, line => line.Contains(Safe, StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, line => line.Any(char.IsControl));
    }
}
