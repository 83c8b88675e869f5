using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Logs;
using Parley.Server.Hosting.Connections;
using Parley.Server.Hosting.Logs;
using Parley.Server.Hosting.Settings;
using Parley.Server.Hosting.Tls;
using Parley.Server.Operations;
using Parley.Server.Operations.Operator;
using Parley.Server.Operations.Page;

namespace Parley.Server.Hosting;

/// <summary>Parley as a program of its own: gRPC on one port, and what browsers and scripts use on another.</summary>
public sealed class StandaloneServer : IAsyncDisposable
{
    /// <summary>The value of <c>--data</c> for a log that is kept in memory only.</summary>
    public const string InMemory = ":memory:";

    // How long the host may take after the drain to close its connections and the log.
    private static readonly TimeSpan TimeToClose = TimeSpan.FromSeconds(3);

    // Beside the program: the page that was built with it.
    private const string PageDirectory = "web";

    private readonly WebApplication _app;
    private readonly BoundPort _grpc;
    private readonly BoundPort _web;
    private readonly Socket? _operator;

    private StandaloneServer(
        WebApplication app, BoundPort grpc, BoundPort web, Socket? operatorSocket, BindAddress bind, string? data, bool isTls)
    {
        (_app, _grpc, _web, _operator) = (app, grpc, web, operatorSocket);
        IsLoopback = bind.IsLoopback;
        IsTls = isTls;
        DataDirectory = data;
    }

    /// <summary>Where clients connect, such as <c>http://localhost:50051</c>; with TLS it begins with <c>https</c>.</summary>
    public string GrpcAddress => _grpc.Address;

    /// <summary>Where browsers connect, such as <c>http://localhost:8080</c>; with TLS it begins with <c>https</c>.</summary>
    public string WebAddress => _web.Address;

    /// <summary>True if only programs on this machine can connect.</summary>
    public bool IsLoopback { get; }

    /// <summary>True if both ports speak TLS.</summary>
    public bool IsTls { get; }

    /// <summary>Full path of the data directory; <c>null</c> if the log is in memory only.</summary>
    public string? DataDirectory { get; }

    /// <summary>Demands that every environment variable that begins with <c>PARLEY_</c> is known, as a server does.</summary>
    /// <exception cref="StartupException">One is not. The message names it, and the nearest one that is known.</exception>
    public static void RequireKnownVariables() => ParleyEnvironment.RequireKnown(Environment.GetEnvironmentVariables());

    /// <summary>
    /// Binds the ports, opens the log and builds the server. Settings come from the command line, from environment variables that begin
    /// with <c>PARLEY_</c>, and from a file. Nothing else in the environment changes the server.
    /// </summary>
    /// <param name="commandLine">Options of the command line, such as <c>--grpc-port</c>, and their values.</param>
    /// <param name="file">
    /// The file with settings; <c>null</c> for the one that <c>PARLEY_CONFIG</c> names, or else <c>parley.json</c> in the working
    /// directory if it is there.
    /// </param>
    /// <exception cref="StartupException">The server cannot start as configured. The message is for the operator.</exception>
    public static StandaloneServer Create(IReadOnlyDictionary<string, IReadOnlyList<string>> commandLine, string? file = null) =>
        Create(commandLine, file, Path.Join(AppContext.BaseDirectory, PageDirectory));

    /// <param name="commandLine">See above.</param>
    /// <param name="file">See above.</param>
    /// <param name="page">The folder with the page. Without an <c>index.html</c> in it, the server has the start page.</param>
    internal static StandaloneServer Create(
        IReadOnlyDictionary<string, IReadOnlyList<string>> commandLine, string? file, string page)
    {
        try
        {
            return Build(commandLine, file, page);
        }
        catch (Exception exception) when (StartupException.Explain(exception) is { } explained)
        {
            throw explained;
        }
    }

    private static StandaloneServer Build(
        IReadOnlyDictionary<string, IReadOnlyList<string>> commandLine, string? file, string page)
    {
        RequireFiles();
        MemoryGuard.Set();
        if (TimeProvider.System.GetUtcNow() < DateTimeOffset.UnixEpoch)
        {
            throw new StartupException("This machine's clock is set to a time before 1970. Correct it, then start the server.");
        }

        // The other builders read files of the working directory and variables of other programs. The working directory may even be gone.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.Sources.Clear();
        var settings = ServeSettings.Read(commandLine, file, builder.Configuration);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Logging.AddLimitedConsole();

        // Of two rules for the same category, the later one counts.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Parley", LogLevel.Information);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));

        // A stream lives for days. A log line at its end is not worth the 1 KiB of an activity and a scope for each stream.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // A failed start is thrown to the caller, who reports it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // The caller of a check gets its result. While the server shuts down, a log line for each result helps nobody.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        var options = settings.Options;
        var bind = BindAddress.Parse(options.Bind);
        var data = options.Data == InMemory ? null : options.Data;
        var tls = builder.Services.AddTls(TlsFiles.From(options));
        if (options.GrpcPort == options.WebPort && options.GrpcPort != 0)
        {
            throw new StartupException($"gRPC and the start page cannot share port {options.GrpcPort}. Choose another with --web-port.")
            {
                IsUsage = true,
            };
        }

        var grpc = BoundPort.Bind(bind, tls, options.GrpcPort, "--grpc-port");
        var web = BoundPort.Bind(bind, tls, options.WebPort, "--web-port");

        // Bound once the directory is locked.
        Socket? operatorSocket = null;
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endPoint =>
            endPoint is UnixDomainSocketEndPoint ? Listen(operatorSocket!)
            : grpc.Listen(endPoint) ?? web.Listen(endPoint) ?? throw new InvalidOperationException($"{endPoint} was not bound."));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseParleyLimits();
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Limits.MaxConcurrentUpgradedConnections = null;
            kestrel.Limits.MaxRequestHeadersTotalSize = RequestHeaders.MaxBytes;
            var limit = kestrel.ApplicationServices.GetRequiredService<ConnectionLimit>();
            Listen(kestrel, grpc, HttpProtocols.Http2, limit);

            // Browsers speak HTTP/2 only over TLS.
            Listen(kestrel, web, tls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1, limit);
        });
        var parley = builder.Services.AddParley();
        builder.Services.AddHostedService<MemoryReturn>();
        _ = data is null ? parley.UseMemory() : parley.UseSqlite(data);
        builder.Services.PostConfigure<ParleyOptions>(parley =>
        {
            parley.GrpcAddress ??= grpc.Address;
            parley.Reflection ??= bind.IsLoopback;
        });
        builder.Services.AddSingleton(CreateConnectionLimit);
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ParleyOptions>>((host, parley) =>
            host.ShutdownTimeout = TimeSpan.FromMilliseconds(parley.Value.DrainMilliseconds) + TimeToClose);

        var app = builder.Build();
        try
        {
            Prepare(app, settings, page);
            if (data is not null)
            {
                operatorSocket = OperatorSocket.TryBind(data, app.Services.GetRequiredService<ILogger<OperatorConnection>>());
                ListenForOperator(app, operatorSocket);
            }

            return new StandaloneServer(app, grpc, web, operatorSocket, bind, data is null ? null : Path.GetFullPath(data), tls);
        }
        catch
        {
            // The log may be open already, and what was logged is written when the logger is disposed.
            app.DisposeAsync().AsTask().GetAwaiter().GetResult();
            grpc.Dispose();
            web.Dispose();
            throw;
        }
    }

    private static void Prepare(WebApplication app, ServeSettings settings, string page)
    {
        if (settings.ServiceLinks.Count > 0)
        {
            HostingLogMessages.ServiceLinks(
                app.Services.GetRequiredService<ILogger<StandaloneServer>>(), string.Join(", ", settings.ServiceLinks));
        }

        // Wrong settings are found before the log is opened.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.Services.GetServices<IHostedService>();
        app.Services.GetRequiredService<IRoomLog>();
        app.UseShortHeaders();
        app.MapParley();
        app.MapParleyOperations();
        if (PageExtensions.HasPage(page))
        {
            app.MapPage(page);
        }

        app.MapParleyOperator();
    }

    /// <summary>
    /// Starts serving. Until everything is ready, connections are refused. If they were accepted, they would wait and then be served all at
    /// once, and clients that spread their attempts would return at the same moment.
    /// </summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="StartupException">A setting is out of its range, or another program has taken a port meanwhile.</exception>
    /// <exception cref="OperationCanceledException">Starting was given up. Dispose the server.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            // The ports come last, so much else is running by now. If it is not stopped first, it logs long warnings when it is disposed.
            await TryStopAsync();
            if (exception is not StartupException && StartupException.Explain(exception) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    // Why the start failed matters more than what else goes wrong.
    private async Task TryStopAsync()
    {
        try
        {
            await _app.StopAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is OperationCanceledException or AggregateException)
        {
        }
    }

    /// <summary>Completes when the server was asked to stop and has stopped.</summary>
    /// <param name="cancellationToken">Asks it to stop.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops the server if it is running, and releases its ports.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_app.Lifetime.ApplicationStarted.IsCancellationRequested && !_app.Lifetime.ApplicationStopped.IsCancellationRequested)
        {
            await _app.StopAsync();
        }

        await _app.DisposeAsync();
        _grpc.Dispose();
        _web.Dispose();
        _operator?.Dispose();
    }

    // Before much is loaded: .NET keeps the files of its libraries open, and could not even report the failure later.
    private static void RequireFiles()
    {
        if (OpenFiles.Limit < OpenFiles.MinLimit)
        {
            throw TooFewFiles();
        }
    }

    private static StartupException TooFewFiles() => new(
        $"The server may open only {OpenFiles.Limit} files, but needs at least {OpenFiles.MinLimit}. " +
        "Allow more, for example with ulimit -n 4096.");

    private static ConnectionLimit CreateConnectionLimit(IServiceProvider services)
    {
        var logger = services.GetRequiredService<ILogger<ConnectionLimit>>();
        var max = services.GetRequiredService<IOptions<ParleyOptions>>().Value.MaxConnections;
        if (OpenFiles.LeftForConnections is { } left)
        {
            if (left == 0)
            {
                throw TooFewFiles();
            }

            if (left < max / 2)
            {
                ConnectionLogMessages.FewFiles(logger, left, OpenFiles.Limit!.Value);
            }

            max = Math.Min(max, left);
        }

        return new ConnectionLimit(max, logger, services.GetRequiredService<TimeProvider>());
    }

    // The server has its options by now, and looks for endpoints when it starts.
    private static void ListenForOperator(WebApplication app, Socket? socket)
    {
        if (socket is not null)
        {
            app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value
                .Listen(socket.LocalEndPoint!, OperatorConnection.MarkAll);
        }
    }

    private static Socket Listen(Socket socket)
    {
        socket.Listen();
        return socket;
    }

    private static void Listen(KestrelServerOptions kestrel, BoundPort port, HttpProtocols protocols, ConnectionLimit limit)
    {
        foreach (var endPoint in port.EndPoints)
        {
            kestrel.Listen(endPoint, listen =>
            {
                limit.ApplyTo(listen);
                listen.Protocols = protocols;
                listen.UseTls();
            });
        }
    }
}
