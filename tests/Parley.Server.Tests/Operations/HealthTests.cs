using Grpc.Health.V1;
using Grpc.Net.Client;
using Parley.Testing;

namespace Parley.Server.Tests.Operations;

public sealed class HealthTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    [Fact]
    public async Task Health_RunningServer_IsServing()
    {
        using var http = new HttpClient();
        using var channel = GrpcChannel.ForAddress(_server.GrpcAddress);

        Assert.Equal("Healthy", await http.GetStringAsync(new Uri($"{_server.WebAddress}/healthz")));
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }
}
