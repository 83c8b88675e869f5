using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Protocol.Chat;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting;

/// <summary>
/// Parley as a library in the test's own process, on a free loopback port, for what can only be observed or replaced from inside.
/// </summary>
internal sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<GrpcChannel> _channels = [];

    private EmbeddedServer(WebApplication app) => _app = app;

    /// <summary>Such as <c>http://127.0.0.1:41234</c>.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="configure">Chooses the log and replaces services.</param>
    /// <param name="pipeline">Adds middleware.</param>
    /// <param name="maps">Whether Parley is mapped; false if <paramref name="pipeline"/> does that.</param>
    public static async Task<EmbeddedServer> StartAsync(
        Action<IParleyBuilder> configure, Action<WebApplication>? pipeline = null, bool maps = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseParleyLimits();
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        configure(builder.Services.AddParley());
        var app = builder.Build();
        pipeline?.Invoke(app);
        if (maps)
        {
            app.MapParley();
        }

        await app.StartAsync();
        return new EmbeddedServer(app);
    }

    /// <summary>Creates a client of the chat contract on a connection of its own.</summary>
    public ChatService.ChatServiceClient Connect() => new(OpenChannel());

    /// <summary>Creates a client of the room contract on a connection of its own.</summary>
    public RoomService.RoomServiceClient ConnectRooms() => new(OpenChannel());

    /// <summary>Shuts the server down in an orderly way. Open streams end.</summary>
    public Task StopAsync() => _app.StopAsync().Within("the server to stop");

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        await _app.DisposeAsync();
    }

    private GrpcChannel OpenChannel()
    {
        var channel = GrpcChannel.ForAddress(Address);
        _channels.Add(channel);
        return channel;
    }
}
