using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Hosting;
using Parley.Engine.Logs;
using Parley.Engine.Members;
using Parley.Engine.Rooms;
using Parley.Protocol;
using Parley.Server.Endpoints.Sessions;
using Parley.Server.Endpoints.Chat;
using Parley.Server.Endpoints.Web;
using Parley.Server.Operations;
using Parley.Server.Sessions;
using Parley.Storage.Memory;
using Parley.Storage.Sqlite;
using SessionOptions = Parley.Server.Sessions.SessionOptions;

namespace Parley.Server;

/// <summary>Adds Parley to an ASP.NET Core application.</summary>
public static class ParleyExtensions
{
    /// <summary>
    /// Adds rooms and everything that serves them. The log is SQLite in <c>./parley-data</c> unless <see cref="UseSqlite"/> or
    /// <see cref="UseMemory"/> says otherwise. Kestrel's own limits do not fit long-lived streams: see <see cref="UseParleyLimits"/>.
    /// </summary>
    public static IServiceCollection AddParley(this IServiceCollection services)
    {
        services.TryAddSingleton<IRoomLog>(provider => OpenSqlite(provider, "parley-data"));
        services.AddOptions<ParleyOptions>().BindConfiguration("Parley").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CommitOptions>().BindConfiguration("Parley:Commit").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FeedOptions>().BindConfiguration("Parley:Feed").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MemberOptions>().BindConfiguration("Parley:Member").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SessionOptions>().BindConfiguration("Parley:Session").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RoomOptions>().BindConfiguration("Parley:Room").ValidateDataAnnotations().ValidateOnStart();
        services.AddParleyEngine();
        services.AddSingleton<Drain>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        services.AddChat();
        services.AddSingleton<SessionServices>();
        services.AddGrpc()
            .AddServiceOptions<ChatEndpoint>(chat => chat.MaxReceiveMessageSize = ProtocolLimits.FrameBytes)
            .AddServiceOptions<RoomServiceEndpoint>(rooms => rooms.MaxReceiveMessageSize = ProtocolLimits.FrameBytes);
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck<AcceptingCheck>("accepting").AddCheck<StorageCheck>("storage");
        return services;
    }

    /// <summary>Keeps the log in a directory, with SQLite. The directory must exist, be on a local file system, and be no other server's.</summary>
    public static IServiceCollection UseSqlite(this IServiceCollection services, string directory) =>
        services.Replace(ServiceDescriptor.Singleton<IRoomLog>(provider => OpenSqlite(provider, directory)));

    /// <summary>Keeps the log in memory: everything is gone when the process ends.</summary>
    public static IServiceCollection UseMemory(this IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<IRoomLog>(_ => new MemoryRoomLog(Guid.CreateVersion7())));

    /// <summary>
    /// Sets Kestrel's limits for streams that live for days and readers that pause: connections, streams, HTTP/2 pings, and no
    /// minimum rate for responses, which would abort the whole connection of a reader that pauses.
    /// </summary>
    public static void UseParleyLimits(this KestrelServerOptions kestrel)
    {
        var parley = kestrel.ApplicationServices.GetRequiredService<IOptions<ParleyOptions>>().Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = parley.MaxConnections;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = parley.MaxStreamsPerConnection;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(parley.PingAfterSeconds);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(parley.PingTimeoutSeconds);
    }

    /// <summary>Maps the chat and the sessions.</summary>
    /// <returns>For further conventions, such as authorization.</returns>
    public static IEndpointConventionBuilder MapParley(this IEndpointRouteBuilder app) =>
        new ConventionBuilders(app.MapGrpcService<ChatEndpoint>(), app.MapGrpcService<RoomServiceEndpoint>());

    /// <summary>Maps gRPC health, <c>/healthz</c>, the start page, and reflection if it is on.</summary>
    public static void MapParleyOperations(this IEndpointRouteBuilder app)
    {
        app.MapGrpcHealthChecksService();
        app.MapHealthChecks("/healthz");
        app.MapStartPage();

        var environment = app.ServiceProvider.GetRequiredService<IHostEnvironment>();
        if (app.ServiceProvider.GetRequiredService<IOptions<ParleyOptions>>().Value.Reflection ?? !environment.IsProduction())
        {
            app.MapGrpcReflectionService();
        }
    }

    private static SqliteRoomLog OpenSqlite(IServiceProvider provider, string directory) =>
        SqliteRoomLog.Open(directory, provider.GetRequiredService<TimeProvider>(), () => Guid.CreateVersion7());
}
