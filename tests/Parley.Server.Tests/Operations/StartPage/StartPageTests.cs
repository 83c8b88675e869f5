using System.Net;
using Parley.Server.Hosting;

namespace Parley.Server.Tests.Operations.StartPage;

/// <summary>What the web port shows when the page was not built.</summary>
public sealed class StartPageTests : IAsyncLifetime
{
    private readonly StandaloneServer _server = StandaloneServer.Create(
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["--grpc-port"] = ["0"],
            ["--web-port"] = ["0"],
            ["--data"] = [":memory:"],
        },
        file: null,
        page: Path.Join(AppContext.BaseDirectory, "no-page"));

    public async ValueTask InitializeAsync() => await _server.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task StartPage_OnTheWebPort_ShowsHowToConnect()
    {
        using var http = new HttpClient();

        var response = await http.GetAsync(new Uri(_server.WebAddress), TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Parley", page, StringComparison.Ordinal);
        Assert.Contains(_server.GrpcAddress, page, StringComparison.Ordinal);
        Assert.Contains("Node.js", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var style = await http.GetAsync(new Uri($"{_server.WebAddress}/style.css"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, style.StatusCode);
    }
}
