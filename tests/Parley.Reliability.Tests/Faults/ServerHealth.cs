using System.Net;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Parley.Testing;

namespace Parley.Reliability.Tests.Faults;

/// <summary>The health that a server reports, over HTTP and over gRPC.</summary>
internal static class ServerHealth
{
    /// <summary>Waits until the server is healthy again.</summary>
    public static async Task WaitForRecoveryAsync(ServerProcess server)
    {
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(Deadline.Step);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await http.GetAsync(new Uri($"{server.WebAddress}/healthz"), deadline.Token)).StatusCode != HttpStatusCode.OK)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>Asserts that both report the same health.</summary>
    public static async Task AssertAsync(ServerProcess server, bool healthy)
    {
        using var http = new HttpClient();
        using var channel = GrpcChannel.ForAddress(server.GrpcAddress);

        var web = await http.GetAsync(new Uri($"{server.WebAddress}/healthz")).Within("/healthz");
        var grpc = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest()).ResponseAsync.Within("the health service");

        Assert.Equal(healthy ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, web.StatusCode);
        Assert.Equal(
            healthy ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing, grpc.Status);
    }
}
