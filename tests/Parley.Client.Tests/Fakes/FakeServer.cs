using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Fakes;

/// <summary>The room contract on a real port. It keeps rooms like a server and misbehaves as a test's script wants.</summary>
public sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<FakeSession> _sessions = Channel.CreateUnbounded<FakeSession>();

    private FakeServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        _app = builder.Build();
        _app.MapGrpcService<FakeRoomService>();
    }

    /// <summary>The address, such as <c>http://127.0.0.1:41234</c>.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The rooms, and who follows them.</summary>
    public FakeRooms Rooms { get; } = new();

    /// <summary>What each session is welcomed with.</summary>
    public Welcome Welcome { get; } = new()
    {
        SessionId = "s",
        HeartbeatSeconds = 60,
        Server = "fake",
        Limits = new() { TextBytes = 16_384, FrameBytes = 65_536, Rooms = 100, Posts = 64 },
    };

    /// <summary>Sees each frame first. Returns true if it has handled the frame; then the server ignores it.</summary>
    public Func<FakeSession, ClientFrame, bool> Script { get; set; } = (_, _) => false;

    /// <summary>Receives frames of a kind without answering them, until <see cref="Release"/>.</summary>
    public void Hold(ClientFrame.FrameOneofCase kind) => Script = (_, frame) => frame.FrameCase == kind;

    /// <summary>Handles the first frame of a kind with <paramref name="answer"/>, all others as usual.</summary>
    public void OnFirst(ClientFrame.FrameOneofCase kind, Action<FakeSession> answer)
    {
        var isFirst = true;
        Script = (session, frame) =>
        {
            if (frame.FrameCase != kind || !isFirst)
            {
                return false;
            }

            isFirst = false;
            answer(session);
            return true;
        };
    }

    /// <summary>Handles every frame as usual from now on.</summary>
    public void Release() => Script = (_, _) => false;

    /// <summary>Called when a session is opened. Throws to refuse it.</summary>
    public Action OnOpen { get; set; } = () => { };

    /// <summary>Called at each unary call. Throws to refuse it.</summary>
    public Action OnUnary { get; set; } = () => { };

    public static async Task<FakeServer> StartAsync()
    {
        var server = new FakeServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>The next session that a client opens.</summary>
    public Task<FakeSession> SessionAsync() => _sessions.Reader.ReadAsync().AsTask().Within("a session");

    /// <summary>Connects a client that reconnects quickly.</summary>
    public Task<ParleyClient> ConnectAsync(Func<ParleyClientOptions, ParleyClientOptions>? configure = null) =>
        ParleyClient.ConnectAsync(Address, Options(configure)).Within("a welcome");

    public static ParleyClientOptions Options(Func<ParleyClientOptions, ParleyClientOptions>? configure = null)
    {
        var quick = TimeSpan.FromMilliseconds(5);
        var options = new ParleyClientOptions { User = "ada", Backoff = new() { Initial = quick, Max = quick } };
        return configure?.Invoke(options) ?? options;
    }

    public void Add(FakeSession session) => _sessions.Writer.TryWrite(session);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
