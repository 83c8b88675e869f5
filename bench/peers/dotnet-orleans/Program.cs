using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orleans.Configuration;
using Parley.Peers.Orleans;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
builder.Services.AddGrpc();
builder.Services.AddSingleton(TimeProvider.System);
builder.Host.UseOrleans(silo => silo.UseLocalhostClustering(gatewayPort: 0)
    .Configure<EndpointOptions>(options => options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, 0)));
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.Http2.MaxStreamsPerConnection = 100_000;
    kestrel.Listen(IPAddress.Loopback, builder.Configuration.GetValue("port", 50051), listen => listen.Protocols = HttpProtocols.Http2);
});

await using var app = builder.Build();
app.MapGrpcService<ChatEndpoint>();
await app.StartAsync();
Console.WriteLine($"listening on {new Uri(app.Urls.Single()).Authority}");
await app.WaitForShutdownAsync();
