using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Contracts.Testing.Transports;
using Parley.Server.Transports.Grpc;
using Parley.Testing;

namespace Parley.Server.Tests.Transports.Grpc;

public sealed class GrpcSessionTransportTests : SessionTransportContract
{
    private readonly Channel<(GrpcSessionTransport Transport, TaskCompletionSource Release)> _calls =
        Channel.CreateUnbounded<(GrpcSessionTransport, TaskCompletionSource)>();

    private WebApplication _app = null!;
    private TaskCompletionSource _release = null!;

    protected override async Task<TransportPair> ConnectAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_calls);
        _app = builder.Build();
        _app.MapGrpcService<TransportService>();
        await _app.StartAsync();
        var client = new GrpcTransportClient(new Uri(_app.Urls.Single()));
        (var transport, _release) = await _calls.Reader.ReadAsync().AsTask().Within("the call");
        return new TransportPair(transport, client, ReleaseAsync);
    }

    protected override ValueTask OnFinishedAsync()
    {
        _release.SetResult();
        return ValueTask.CompletedTask;
    }

    private async ValueTask ReleaseAsync()
    {
        _release.TrySetResult();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
