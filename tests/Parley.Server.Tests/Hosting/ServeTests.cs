using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Parley.Protocol.Chat;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting;

public sealed class ServeTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Localhost_IsIPv4AndIPv6(string host)
    {
        using var channel = GrpcChannel.ForAddress($"http://{host}:{new Uri(_server.GrpcAddress).Port}");
        using var stream = await ChatTester.JoinAsync(new ChatService.ChatServiceClient(channel), "both-families");

        await stream.SayAsync("ada", "hello");

        Assert.Equal("hello", (await stream.HearAsync()).Text);
    }

    [Fact]
    public async Task WebPort_TellsWhatThisIsAndHowToConnect()
    {
        using var http = new HttpClient();

        var response = await http.GetAsync(new Uri(_server.WebAddress));
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Parley", page, StringComparison.Ordinal);
        Assert.Contains(_server.GrpcAddress, page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"{_server.WebAddress}/style.css"))).StatusCode);
    }

    [Fact]
    public async Task Health_OfARunningServer_IsServing()
    {
        using var http = new HttpClient();
        using var channel = GrpcChannel.ForAddress(_server.GrpcAddress);

        Assert.Equal("Healthy", await http.GetStringAsync(new Uri($"{_server.WebAddress}/healthz")));
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Production", null, false)]
    [InlineData(null, null, false)]
    [InlineData("Production", "true", true)]
    [InlineData("Development", "false", false)]
    public async Task Reflection_IsOffInProductionUnlessAskedFor(string? environment, string? setting, bool on)
    {
        await using var server = await ServerProcess.StartAsync(
            environment: [new("DOTNET_ENVIRONMENT", environment), new("PARLEY_REFLECTION", setting)]);
        using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });

        if (on)
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).Within("the services"));
            Assert.Contains("chat.ChatService", call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
        }
        else
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).Within("a refusal"));
            Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
        }
    }

    [Fact]
    public async Task SigTerm_EndsStreamsWithUnavailableAndExitsWithZero()
    {
        await using var server = await ServerProcess.StartAsync();
        using var stream = await ChatTester.JoinAsync(server.Connect(), "stopping");
        using var stalled = RawStream.Open(server.GrpcAddress, "stopping");
        await stalled.HeadersAsync();
        var texts = Enumerable.Range(0, 50).Select(i => $"{i}{new string('x', 8_000)}").ToList();
        foreach (var text in texts)
        {
            await stream.SayAsync("ada", text);
        }

        Assert.Equal(texts, await stream.HearAsync(50));
        var stopping = System.Diagnostics.Stopwatch.StartNew();
        server.Process.Signal("TERM");
        var (_, status) = await stream.HearAllAsync();

        Assert.Equal(StatusCode.Unavailable, status.StatusCode);
        Assert.Contains("shutting down", status.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(5), $"Stopping took {stopping.Elapsed}.");
        Assert.Empty(server.Process.Errors);
    }

    [Fact]
    public async Task SigTerm_DeliversToAReaderThatIsBehind()
    {
        await using var server = await ServerProcess.StartAsync();
        using var behind = RawStream.Open(server.GrpcAddress, "behind");
        await behind.HeadersAsync();
        using var speaker = await ChatTester.JoinAsync(server.Connect(), "behind");
        for (var i = 0; i < 50; i++)
        {
            await speaker.SayAsync("ada", $"{i}{new string('x', 8_000)}");
        }

        await speaker.HearAsync(50);
        server.Process.Signal("TERM");
        for (var i = 0; i < 50; i++)
        {
            Assert.StartsWith($"{i}x", (await behind.ReadAsync()).Text, StringComparison.Ordinal);
        }

        Assert.Equal((int)StatusCode.Unavailable, (await behind.StatusAsync()).Code);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
    }

    [Theory]
    [InlineData("PARLEY_DRAIN_MILLISECONDS", "-1", "DrainMilliseconds")]
    [InlineData("PARLEY_MAX_CONNECTIONS", "abc", "MaxConnections")]
    [InlineData("PARLEY_REFLECTION", "maybe", "Reflection")]
    [InlineData("PARLEY_FEED__CAPACITY", "abc", "Capacity")]
    [InlineData("PARLEY_FEED__CAPACITY", "1", "Capacity")]
    [InlineData("PARLEY_COMMIT__MAX_GROUP", "0", "MaxGroup")]
    [InlineData("PARLEY_SESSION__HEARTBEAT_SECONDS", "0", "HeartbeatSeconds")]
    [InlineData("PARLEY_SESSION__MAX_POSTS", "0", "MaxPosts")]
    [InlineData("PARLEY_SESSION__MAX_ROOMS", "many", "MaxRooms")]
    [InlineData("PARLEY_MEMBER__GRACE_MILLISECONDS", "-1", "GraceMilliseconds")]
    [InlineData("PARLEY_MEMBER__MAX_ANNOUNCED", "10001", "MaxAnnounced")]
    public async Task Setting_WithANonsenseValue_IsToldInOneLine(string variable, string value, string part)
    {
        await using var process = TestProcess.StartParley(
            ["serve", "--grpc-port", "0", "--web-port", "0", "--data", ":memory:"], [new(variable, value)]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains(part, Assert.Single(process.Errors), StringComparison.Ordinal);
        Assert.Empty(await process.ReadToEndAsync());
    }

    [Fact]
    public async Task TwoServers_OnOneMachine_RunSideBySide()
    {
        await using var other = await ServerProcess.StartAsync();
        using var here = await ChatTester.JoinAsync(_server.Connect(), "side-by-side");
        using var there = await ChatTester.JoinAsync(other.Connect(), "side-by-side");

        await here.SayAsync("ada", "here");
        await there.SayAsync("bob", "there");

        Assert.Equal("here", (await here.HearAsync()).Text);
        Assert.Equal("there", (await there.HearAsync()).Text);
    }

    [Fact]
    public async Task Port_InUse_IsToldInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await FailsAsync($"Port {port}", ["--grpc-port", $"{port}"]);
        await FailsAsync("--web-port", ["--web-port", $"{port}"]);
    }

    [Fact]
    public async Task Port_OfTwoServersThatStartTogether_IsServedByOne_AndToldByTheOther()
    {
        var port = LowPort.Find();
        string[] arguments = ["serve", "--grpc-port", $"{port}", "--web-port", "0", "--data", ":memory:"];
        await using var one = TestProcess.StartParley(arguments);
        await using var other = TestProcess.StartParley(arguments);

        var (ending, still) = (one.WaitForExitAsync(), other.WaitForExitAsync());
        var (ended, serving) = await Task.WhenAny(ending, still) == ending ? (one, other) : (other, one);

        Assert.Equal(1, await ended.WaitForExitAsync());
        var told = Assert.Single(ended.Errors, line => line.StartsWith("parley: ", StringComparison.Ordinal));
        Assert.Contains($"Port {port} on localhost is in use", told, StringComparison.Ordinal);
        Assert.Empty(ended.Failures);
        Assert.Empty(await ended.ReadToEndAsync());
        Assert.EndsWith($":{port}", await serving.ReadLineAsync("gRPC "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bind", "nowhere.example", "not an address")]
    [InlineData("--bind", "203.0.113.7", "not an address of this machine")]
    [InlineData("--grpc-port", "http", "GrpcPort")]
    [InlineData("--grpc-port", "65536", "GrpcPort")]
    [InlineData("--web-port", "-1", "WebPort")]
    [InlineData("--data", "/dev/null/data", "data directory")]
    public Task Option_WithANonsenseValue_IsToldInOneLine(string option, string value, string part) => FailsAsync(part, [option, value]);

    [Fact]
    public async Task Data_OfARunningServer_IsRefusedToASecondOne()
    {
        var data = Directory.CreateTempSubdirectory("parley-test-").FullName;
        await using var first = await ServerProcess.StartAsync(data: data);

        await FailsAsync("Another server", ["--data", data]);

        await first.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Data_ThatIsNoLog_IsRefusedAndLeftAsItIs()
    {
        var data = Directory.CreateTempSubdirectory("parley-test-").FullName;
        var file = Path.Combine(data, "parley.db");
        await File.WriteAllTextAsync(file, "somebody's notes, not a database at all");

        await FailsAsync("not a Parley log", ["--data", data]);

        Assert.Equal("somebody's notes, not a database at all", await File.ReadAllTextAsync(file));
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Data_InMemory_SaysThatNothingIsKept()
    {
        await using var server = await ServerProcess.StartAsync(data: ":memory:");

        Assert.Contains("gone when the server stops", await server.Process.ReadLineAsync("data"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_SetsWhatTheCommandLineDoesNot()
    {
        await using var process = TestProcess.StartParley(["serve", "--web-port", "0", "--data", ":memory:"], [new("PARLEY_GRPC_PORT", "0"), new("PARLEY_BIND", "127.0.0.1")]);

        Assert.StartsWith("gRPC http://127.0.0.1:", await process.ReadLineAsync("gRPC"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppSettings_InTheWorkingDirectory_AreRead()
    {
        var directory = Directory.CreateTempSubdirectory("parley-test-");
        await File.WriteAllTextAsync(
            Path.Combine(directory.FullName, "appsettings.json"),
            """{ "Parley": { "Bind": "::1", "GrpcPort": 0, "WebPort": 0, "Data": ":memory:", "Feed": { "Capacity": 1 } } }""");

        await using var process = TestProcess.StartParley(["serve"], directory: directory.FullName);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("Capacity", Assert.Single(process.Errors), StringComparison.Ordinal);
        directory.Delete(recursive: true);
    }

    private static async Task FailsAsync(string part, string[] arguments)
    {
        await using var process = TestProcess.StartParley(
            ["serve", .. arguments], [new("PARLEY_GRPC_PORT", "0"), new("PARLEY_WEB_PORT", "0"), new("PARLEY_DATA", ":memory:")]);

        Assert.InRange(await process.WaitForExitAsync(), 1, 2);
        Assert.Contains(part, Assert.Single(process.Errors), StringComparison.Ordinal);
    }
}
