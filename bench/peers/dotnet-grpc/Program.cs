using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Parley.Peers.Grpc;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
builder.Services.AddGrpc();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<Room>();
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
