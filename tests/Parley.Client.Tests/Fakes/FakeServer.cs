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

/// <summary>The session contract on a real port, with a script in its hands: it keeps rooms as a server does, and does wrong what a test wants.</summary>
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

    /// <summary>Such as <c>http://127.0.0.1:41234</c>.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The rooms, and who follows them.</summary>
    public FakeRooms Rooms { get; } = new();

    /// <summary>What a welcome says.</summary>
    public Welcome Welcome { get; } = new()
    {
        SessionId = "s",
        HeartbeatSeconds = 60,
        Server = "fake",
        Limits = new() { TextBytes = 16_384, FrameBytes = 65_536, Rooms = 100, Posts = 64 },
    };

    /// <summary>Looks at each frame first. True if it dealt with it: then the server does nothing more with it.</summary>
    public Func<FakeSession, ClientFrame, bool> Script { get; set; } = (_, _) => false;

    /// <summary>Frames of a kind are taken and not answered, until <see cref="LetGo"/>.</summary>
    public void Hold(ClientFrame.FrameOneofCase kind) => Script = (_, frame) => frame.FrameCase == kind;

    /// <summary>The first frame of a kind is dealt with so, and all others as usual.</summary>
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

    /// <summary>From now on everything is as usual.</summary>
    public void LetGo() => Script = (_, _) => false;

    /// <summary>Called when a session is opened; may throw to refuse it.</summary>
    public Action OnOpen { get; set; } = () => { };

    /// <summary>Called at each unary call; may throw to refuse it.</summary>
    public Action OnUnary { get; set; } = () => { };

    public static async Task<FakeServer> StartAsync()
    {
        var server = new FakeServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>The next session a client opened.</summary>
    public Task<FakeSession> SessionAsync() => _sessions.Reader.ReadAsync().AsTask().Within("a session");

    /// <summary>A client of this server, quick to come back.</summary>
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
