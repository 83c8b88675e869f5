using CounterKind;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Parley.Server;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddParley().UseMemory().AddRoomKind<Counter>();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.UseParleyLimits();
    kestrel.ListenLocalhost(50051, listen => listen.Protocols = HttpProtocols.Http2);
});

var app = builder.Build();
app.MapParley();
app.Run();
