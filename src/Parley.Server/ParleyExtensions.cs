using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Engine.Hosting;
using Parley.Protocol;
using Parley.Server.Endpoints.Tutorial;
using Parley.Server.Endpoints.Web;
using Parley.Server.Operations;

namespace Parley.Server;

/// <summary>Adds Parley to an ASP.NET Core application.</summary>
public static class ParleyExtensions
{
    /// <summary>Adds rooms and everything that serves them. Sets Kestrel's limits as long-lived streams need them.</summary>
    public static IServiceCollection AddParley(this IServiceCollection services)
    {
        services.AddOptions<ParleyOptions>().BindConfiguration("Parley").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FeedOptions>().BindConfiguration("Parley:Feed").ValidateDataAnnotations().ValidateOnStart();
        services.AddParleyEngine();
        services.AddSingleton<Drain>();
        services.AddTutorialChat();
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = Limits.FrameBytes);
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck<AcceptingCheck>("accepting");
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        return services;
    }

    /// <summary>Maps the chat, health, reflection (if on) and the start page.</summary>
    public static void MapParley(this IEndpointRouteBuilder app)
    {
        app.MapGrpcService<TutorialService>();
        app.MapGrpcHealthChecksService();
        app.MapHealthChecks("/healthz");
        app.MapStartPage();

        var environment = app.ServiceProvider.GetRequiredService<IHostEnvironment>();
        if (app.ServiceProvider.GetRequiredService<IOptions<ParleyOptions>>().Value.Reflection ?? !environment.IsProduction())
        {
            app.MapGrpcReflectionService();
        }
    }
}
