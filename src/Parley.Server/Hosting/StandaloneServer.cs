using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting;

/// <summary>Parley as a program of its own: gRPC on one port, the start page and <c>/healthz</c> on another.</summary>
public sealed class StandaloneServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly BoundPort _grpc;
    private readonly BoundPort _web;

    private StandaloneServer(WebApplication app, BoundPort grpc, BoundPort web, BindAddress bind, string? data)
    {
        (_app, _grpc, _web) = (app, grpc, web);
        IsLoopback = bind.IsLoopback;
        DataDirectory = data;
    }

    /// <summary>Where clients connect, such as <c>http://localhost:50051</c>.</summary>
    public string GrpcAddress => _grpc.Address;

    /// <summary>Where browsers connect, such as <c>http://localhost:8080</c>.</summary>
    public string WebAddress => _web.Address;

    /// <summary>True if only programs on this machine can connect.</summary>
    public bool IsLoopback { get; }

    /// <summary>Full path of the data directory; <c>null</c> if nothing is kept.</summary>
    public string? DataDirectory { get; }

    /// <summary>Binds the ports, checks the directory and builds the server. Settings given here win over all others.</summary>
    /// <param name="settings">Configuration keys and values from the command line.</param>
    /// <exception cref="StartupException">The configuration does not allow a start; the message is for the operator.</exception>
    public static StandaloneServer Create(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(ParleyEnvironment.Read(Environment.GetEnvironmentVariables()));
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Parley", LogLevel.Information);

        // Its first check compares with the machine's start and warns on every fresh machine.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        var options = ServeOptionsReader.Read(builder.Configuration);
        var bind = BindAddress.Parse(options.Bind);
        var data = options.Data is null ? null : Hosting.DataDirectory.Prepare(options.Data);
        var grpc = BoundPort.Bind(bind, options.GrpcPort, "--grpc-port");
        var web = BoundPort.Bind(bind, options.WebPort, "--web-port");

        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endPoint =>
            grpc.Take(endPoint) ?? web.Take(endPoint) ?? throw new InvalidOperationException($"{endPoint} was not bound."));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Listen(kestrel, grpc, HttpProtocols.Http2);
            Listen(kestrel, web, HttpProtocols.Http1);
        });
        builder.Services.AddParley();
        builder.Services.Configure<ParleyOptions>(parley => parley.GrpcAddress = grpc.Address);

        var app = builder.Build();
        app.MapParley();
        return new StandaloneServer(app, grpc, web, bind, data);
    }

    /// <summary>Starts serving.</summary>
    /// <exception cref="StartupException">A limit in the configuration is out of its range.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException exception)
        {
            throw new StartupException(string.Join(" ", exception.Failures), exception);
        }
    }

    /// <summary>Completes when the server was told to stop and has stopped.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _grpc.Dispose();
        _web.Dispose();
    }

    private static void Listen(KestrelServerOptions kestrel, BoundPort port, HttpProtocols protocols)
    {
        foreach (var endPoint in port.EndPoints)
        {
            kestrel.Listen(endPoint, listen => listen.Protocols = protocols);
        }
    }
}
