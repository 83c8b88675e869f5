using Parley.Testing;

namespace Parley.Server.Tests.Hosting.Settings;

public sealed class SettingTests
{
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
    public async Task Setting_InvalidValue_IsReportedInOneLine(string variable, string value, string part)
    {
        await using var process = TestProcess.StartParley(
            ["serve", "--grpc-port", "0", "--web-port", "0", "--data", ":memory:"], [new(variable, value)]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains(part, Assert.Single(process.Errors), StringComparison.Ordinal);
        Assert.Empty(await process.ReadToEndAsync());
    }

    [Theory]
    [InlineData("--bind", "nowhere.example", "not an address")]
    [InlineData("--bind", "203.0.113.7", "not an address of this machine")]
    [InlineData("--grpc-port", "http", "GrpcPort")]
    [InlineData("--grpc-port", "65536", "GrpcPort")]
    [InlineData("--web-port", "-1", "WebPort")]
    [InlineData("--data", "/dev/null/data", "data directory")]
    public Task Option_InvalidValue_IsReportedInOneLine(string option, string value, string part) =>
        FailedStart.AssertAsync(part, [option, value]);

    [Fact]
    public async Task Environment_WithoutTheOption_IsUsed()
    {
        await using var process = TestProcess.StartParley(
            ["serve", "--web-port", "0", "--data", ":memory:"], [new("PARLEY_GRPC_PORT", "0"), new("PARLEY_BIND", "127.0.0.1")]);

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
}
