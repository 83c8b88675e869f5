using Grpc.Core;
using Parley.Client.Tests.Fakes;
using Parley.Protocol;
using Parley.Testing;

namespace Parley.Client.Tests.Connections;

public sealed class StateTests
{
    [Fact]
    public async Task StateChanged_FromStartToDispose_ReportsEveryState()
    {
        await using var server = await FakeServer.StartAsync();
        var states = new List<ConnectionState>();
        var hello = new TaskCompletionSource();
        server.OnOpen = () => hello.Task.Wait();
        var parley = ParleyClient.Start(server.Address, FakeServer.Options());
        parley.StateChanged += (_, change) => states.Add(change.State);
        Assert.Equal(ConnectionState.Connecting, parley.State);

        var connected = parley.WhenAsync(ConnectionState.Connected);
        hello.SetResult();
        await connected;
        var back = parley.WhenAsync(ConnectionState.Connected);
        (await server.SessionAsync()).Cut();
        await back;
        await parley.DisposeAsync();

        Assert.Equal([ConnectionState.Connected, ConnectionState.Reconnecting, ConnectionState.Connected, ConnectionState.Closed], states);
        Assert.Equal(ConnectionState.Closed, parley.State);
    }

    [Fact]
    public async Task StateChanged_HandlerThrows_IsIgnored()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        parley.StateChanged += (_, _) => throw new InvalidOperationException("a bug of the application");

        (await server.SessionAsync()).Cut();

        await server.SessionAsync();
        await parley.JoinAsync("lobby").Within("the join");
    }

    [Fact]
    public async Task Connect_NoServer_FailsAtOnce()
    {
        string address;
        await using (var server = await FakeServer.StartAsync())
        {
            address = server.Address;
        }

        var failure = await Assert.ThrowsAsync<ParleyException>(
            () => ParleyClient.ConnectAsync(address, FakeServer.Options()).Within("the failure"));

        Assert.Equal(ParleyCode.Unavailable, failure.Code);
        Assert.IsType<RpcException>(failure.InnerException);
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Unimplemented)]
    public async Task Start_ServerRejectsEveryone_Closes(StatusCode status)
    {
        await using var server = await FakeServer.StartAsync();
        server.OnOpen = () => throw new RpcException(new(status, "Go."));
        await using var parley = ParleyClient.Start(server.Address, FakeServer.Options());

        var failure = await Assert.ThrowsAsync<ParleyException>(() => parley.JoinAsync("lobby").Within("the refusal"));

        Assert.Equal((ParleyCode.Unspecified, "Go."), (failure.Code, failure.Reason));
        Assert.Equal(ConnectionState.Closed, parley.State);
    }

    [Fact]
    public async Task Start_BeforeTheServer_ConnectsWhenItIsUp()
    {
        await using var server = await FakeServer.StartAsync();
        var refusals = 3;
        server.OnOpen = () =>
        {
            if (refusals-- > 0)
            {
                throw new RpcException(new(StatusCode.Unavailable, "not yet"));
            }
        };
        await using var parley = ParleyClient.Start(server.Address, FakeServer.Options());

        var room = await parley.JoinAsync("lobby").Within("the join");

        Assert.Equal("lobby", room.Name);
    }

    [Fact]
    public async Task Connect_SilentServer_TimesOut()
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        server.Script = (_, _) => true;
        var connecting = ParleyClient.ConnectAsync(server.Address, FakeServer.Options(o => o with { TimeProvider = time }));
        await (await server.SessionAsync()).NextAsync(Protocol.V1.ClientFrame.FrameOneofCase.Hello);

        time.Advance(TimeSpan.FromSeconds(10));

        var failure = await Assert.ThrowsAsync<ParleyException>(() => connecting.Within("the failure"));
        Assert.Contains("did not answer", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_Cancelled_EndsTheSession()
    {
        await using var server = await FakeServer.StartAsync();
        server.Script = (_, _) => true;
        using var cancel = new CancellationTokenSource();
        var connecting = ParleyClient.ConnectAsync(server.Address, FakeServer.Options(), cancel.Token);
        var session = await server.SessionAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.Within("the end"));
        await session.HalfClosed.Within("the end of the session");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    public void Start_InvalidUser_Throws(string user) =>
        Assert.Throws<ArgumentException>(() => ParleyClient.Start("http://localhost:1", new() { User = user }));
}
