using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Contracts.Testing.Transports;
using Parley.Server.Transports;
using Parley.Server.Transports.WebSockets;
using Parley.Testing;

namespace Parley.Server.Tests.Transports.WebSockets;

public sealed class WebSocketSessionTransportTests : SessionTransportContract
{
    private static readonly byte[] Frame = [0, 0, 0, 0, 3, 1, 2, 3];

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<WebSocketSessionTransport> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _app = null!;
    private WebSocketSessionTransport _server = null!;
    private WebSocketTransportClient _client = null!;

    [Fact]
    public async Task Read_MessagesOfSeveralFrames_ComeOneByOne()
    {
        await _client.SendMessageAsync((byte[])[.. Frame, .. Frame]);
        await _client.SendMessageAsync(Frame);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal([1, 2, 3], (await ReadAsync()).Frame.ToArray());
        }
    }

    [Fact]
    public async Task Read_EmptyMessage_IsMalformed()
    {
        await _client.SendMessageAsync(Array.Empty<byte>());

        Assert.Equal(ReadEnd.Malformed, (await ReadAsync()).End);
    }

    [Fact]
    public async Task Read_ClientThatIsNeverWaitedFor_CanBeStopped()
    {
        using var socket = new EndlessWebSocket();
        using var stopped = new CancellationTokenSource();
        var input = new WebSocketInput(socket);
        var reading = Task.Run(async () => await input.ReadAsync(stopped.Token));

        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.Within("the end"));
    }

    [Theory]
    [InlineData(1_000, ReadEnd.Completed)]
    [InlineData(3_000, ReadEnd.Completed)]
    [InlineData(4_999, ReadEnd.Completed)]
    [InlineData(1_001, ReadEnd.Gone)]
    [InlineData(1_011, ReadEnd.Gone)]
    public async Task Read_ClientCloses_OnlyAProgramLeaves(int status, ReadEnd end)
    {
        await _client.CloseAsync((WebSocketCloseStatus)status);

        Assert.Equal(end, (await ReadAsync()).End);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(11)]
    public async Task Read_FrameCutBetweenMessages_IsMalformed(int bytes)
    {
        byte[] two = [.. Frame, .. Frame];
        await _client.SendMessageAsync(two.AsMemory(0, bytes));
        await _client.SendMessageAsync(two.AsMemory(bytes));

        var read = await ReadAsync();
        if (bytes > Frame.Length)
        {
            Assert.Equal(ReadEnd.None, read.End);
            read = await ReadAsync();
        }

        Assert.Equal(ReadEnd.Malformed, read.End);
        Assert.Contains("whole frames", read.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Text_IsMalformed()
    {
        await _client.SendMessageAsync("{}"u8.ToArray(), WebSocketMessageType.Text);

        Assert.Equal(ReadEnd.Malformed, (await ReadAsync()).End);
    }

    [Fact]
    public async Task Read_CompressedFrame_IsMalformed()
    {
        await _client.SendMessageAsync((byte[])[1, .. Frame[1..]]);

        Assert.Equal(ReadEnd.Malformed, (await ReadAsync()).End);
    }

    [Fact]
    public async Task Read_CancelledAndFinished_TheClientGetsTheReason()
    {
        using var stopped = new CancellationTokenSource();
        var reading = _server.ReadAsync(stopped.Token).AsTask();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        var finishing = _server.FinishAsync(Farewell.ShuttingDown).AsTask();

        Assert.Equal(TransportEnd.Refused, await _client.ReadEndAsync().Within("the close"));
        await finishing.Within("the end");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _app.DisposeAsync();
    }

    protected override async Task<TransportPair> ConnectAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(async http =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync("parley.v1");
            _accepted.SetResult(new WebSocketSessionTransport(http, socket, TimeProvider.System));
            await _release.Task;
        });
        await _app.StartAsync();
        _client = new WebSocketTransportClient();
        await _client.OpenAsync(new UriBuilder(_app.Urls.Single()) { Scheme = "ws" }.Uri);
        _server = await _accepted.Task;
        return new TransportPair(_server, _client, ReleaseAsync);
    }

    protected override ValueTask OnFinishedAsync()
    {
        _release.SetResult();
        return ValueTask.CompletedTask;
    }

    private async ValueTask ReleaseAsync()
    {
        _release.TrySetResult();
        await _app.StopAsync();
    }

    private async Task<FrameRead> ReadAsync() => await _server.ReadAsync(CancellationToken.None).AsTask().Within("a frame");
}
