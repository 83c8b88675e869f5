// A server with rooms of a kind of its own. Its log is in ./counters.
//   dotnet run --project samples/CounterKind [--port 50051]
using System.Net;
using CounterKind;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Parley.Server;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddParley().UseSqlite("counters").AddRoomKind<Counter>();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.UseParleyLimits();
    var port = builder.Configuration.GetValue("port", 50051);
    kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
});

var app = builder.Build();
app.MapParley();
app.Run();
