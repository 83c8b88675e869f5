using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting.Settings;

/// <summary>Settings from the command line, the environment and a file, and what else is in the environment.</summary>
public sealed partial class SettingTests : IDisposable
{
    private const string Capacity = "It must be a whole number from 65,536 to 67,108,864.";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-test-");

    [Theory]
    [InlineData("PARLEY_DRAIN_MILLISECONDS", "-1", "PARLEY_DRAIN_MILLISECONDS is '-1'. It must be a whole number from 0 to 60,000.")]
    [InlineData("PARLEY_REFLECTION", "maybe", "PARLEY_REFLECTION is 'maybe'. It must be true or false.")]
    [InlineData("PARLEY_FEED__CAPACITY", "abc", "PARLEY_FEED__CAPACITY is 'abc'. " + Capacity)]
    [InlineData("PARLEY_FEED__CAPACITY", "1", "PARLEY_FEED__CAPACITY is '1'. " + Capacity)]
    [InlineData("PARLEY_FEED__CAPACITY", "99999999999999999999", "PARLEY_FEED__CAPACITY is '99999999999999999999'. " + Capacity)]
    [InlineData("PARLEY_MEMBER__MAX_ANNOUNCED", "1e3", "PARLEY_MEMBER__MAX_ANNOUNCED is '1e3'. It must be")]
    [InlineData("PARLEY_RETENTION__KEEP", "*=90d", "PARLEY_RETENTION__KEEP is a list: write PARLEY_RETENTION__KEEP__0")]
    [InlineData("PARLEY_RETENTION__KEEP__0", "nonsense", "'nonsense' is not a rule")]
    [InlineData("PARLEY_SESSION_MAX_ROOMS", "5", "There is no setting PARLEY_SESSION_MAX_ROOMS. Did you mean PARLEY_SESSION__MAX_ROOMS?")]
    [InlineData("PARLEY_Grpc_Port", "5", "There is no setting PARLEY_Grpc_Port. Did you mean PARLEY_GRPC_PORT?")]
    [InlineData("parley_grpc_port", "5", "There is no setting parley_grpc_port. Did you mean PARLEY_GRPC_PORT?")]
    [InlineData("PARLEY_SEVER", "x", "There is no setting PARLEY_SEVER. Did you mean PARLEY_SERVER?")]
    [InlineData("PARLEY_NONSENSE", "", "There is no setting PARLEY_NONSENSE.")]
    [InlineData("PARLEY_BOGUS", "x", "There is no setting PARLEY_BOGUS.\n")]
    [InlineData("PARLEY_CONFIG", "/nowhere/parley.json", "'/nowhere/parley.json' cannot be read")]
    [InlineData("PARLEY_CONFIG", "/proc", "'/proc' is a directory. Name a file with --config.")]
    [InlineData("PARLEY_CONFIG", "/dev/null", "'/dev/null' is empty. Write {} into it for no settings.")]
    public async Task Variable_ThatMakesNoSense_IsNamed(string variable, string value, string message)
    {
        await using var process = TestProcess.StartParley(
            ["serve", "--grpc-port", "0", "--web-port", "0", "--data", ":memory:"], [new(variable, value)]);

        await AssertRefusedAsync(process, message);
    }

    [Theory]
    [InlineData("--bind", "nowhere.example", "not an address")]
    [InlineData("--bind", "203.0.113.7", "not an address of this machine")]
    [InlineData("--bind", "", "--bind is ''. It must be a text that is not empty.")]
    [InlineData("--grpc-port", "http", "--grpc-port is 'http'. It must be a whole number from 0 to 65,535.")]
    [InlineData("--grpc-port", "65536", "--grpc-port is '65536'.")]
    [InlineData("--web-port", "-1", "--web-port is '-1'.")]
    [InlineData("--keep", "nonsense", "'nonsense' is not a rule")]
    [InlineData("--data", "/dev/null/data", "data directory")]
    [InlineData("--allowed-origin", "chat.example.com", "'chat.example.com' is not an origin. Write it as browsers send it")]
    [InlineData("--allowed-origin", "https://chat.example.com/", "'https://chat.example.com/' is not an origin.")]
    [InlineData("--allowed-origin", "", "'' is not an origin.")]
    public Task Option_ThatMakesNoSense_IsNamed(string option, string value, string part) =>
        FailedStart.AssertAsync(part, [option, value]);

    [Theory]
    [InlineData("""{ "Feed": { "Capacity": 1 } }""", "Feed:Capacity in parley.json is '1'. " + Capacity)]
    [InlineData("""{ "feed": { "capacity": "x" } }""", "feed:capacity in parley.json is 'x'. " + Capacity)]
    [InlineData("""{ "Feed": { "Capacity": [70000] } }""", "Feed:Capacity in parley.json has one value, not a list.")]
    [InlineData("""{ "Feed": 5 }""", "Feed in parley.json is a section: write { … } around its settings.")]
    [InlineData("""{ "Data": "a", "data": "b" }""", "parley.json has Data more than once. Keep one.")]
    [InlineData("""{ "Sesion": { "MaxRooms": 5 } }""", "parley.json has 'Sesion:MaxRooms', which is not a setting. Did you mean Session:")]
    [InlineData("""{ "Retention": { "Keep": "*=90d" } }""", "Retention:Keep in parley.json is a list: write [ … ] around its values.")]
    [InlineData("""{ "Logging": { "LogLevel": { "Parley": "Loud" } } }""", "The log level of Parley in parley.json is 'Loud'. It must")]
    [InlineData("""{ "Feed": """, "'parley.json' is not JSON: the first error is in line 1")]
    [InlineData("""{ "Retention": { "Keep": [null] } }""", "Retention:Keep in parley.json has something other than texts and numbers.")]
    [InlineData("""{ "Data": "\ud800" }""", "'parley.json' has a text that is not Unicode")]
    [InlineData("[]", "'parley.json' is not a JSON object. Write { … } around its settings.")]
    public async Task File_ThatMakesNoSense_IsExplained(string content, string message)
    {
        await using var process = StartIn("parley.json", content);

        await AssertRefusedAsync(process, message);
    }

    [Theory]
    [InlineData("http://localhost:", "127.0.0.1", "localhost")]
    [InlineData("http://127.0.0.1:", "127.0.0.1")]
    [InlineData("http://[::1]:", null)]
    public async Task Bind_GivenSeveralTimes_TheStrongestWins(string address, string? variable, string? option = null)
    {
        await using var process = StartIn(
            "parley.json", """{ "Bind": "::1" }""", new() { ["PARLEY_BIND"] = variable }, option is null ? [] : ["--bind", option]);

        Assert.StartsWith($"gRPC {address}", await process.ReadLineAsync("gRPC"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_InTheWorkingDirectory_IsRead()
    {
        await using var process = StartIn(
            "parley.json",
            """
            { "bind": "127.0.0.1", /* comments and trailing commas are fine */
              "Reflection": true, "Retention": { "Keep": ["*=1d"] }, "Session": { "MaxRooms": null },
              "Logging": { "LogLevel": { "Parley": "Error", "parley": "Warning" } }, }
            """);

        Assert.StartsWith("gRPC http://127.0.0.1:", await process.ReadLineAsync("gRPC"), StringComparison.Ordinal);
    }

    [Fact]
    public Task File_WithoutAName_IsRefused() => FailedStart.AssertAsync("--config", ["--config", ""]);

    [Fact]
    public async Task Variables_ThatAreDocumented_AreAllKnown()
    {
        var document = await File.ReadAllTextAsync(
            Repository.At("docs", "reference", "configuration.md"), TestContext.Current.CancellationToken);
        var variables = DocumentedNumber().Matches(document)
            .ToDictionary(match => match.Groups[1].Value, match => (string?)match.Groups[2].Value);
        Assert.True(variables.Count > 20, "The variables were not found.");

        await using var process = TestProcess.StartParley(
            ["serve", "--grpc-port", "0", "--web-port", "0", "--data", ":memory:"], variables);

        await process.ReadLineAsync("gRPC");
    }

    [Fact]
    public async Task File_OfTheFormerName_IsRefusedIfItHasSettings()
    {
        await using var process = StartIn("appsettings.json", """{ "Parley": { "Bind": "127.0.0.1" } }""");

        await AssertRefusedAsync(process, "'appsettings.json' has a section 'Parley', which is not read any more. Move");
    }

    [Fact]
    public async Task Serve_ForeignSettingsAndServiceLinks_ChangeNothing()
    {
        var foreign = """
            { "AllowedHosts": "nobody", "Kestrel": { "Endpoints": { "a": { "Url": "http://*:1" } } },
              "Logging": { "LogLevel": { "Default": "Loud" } } }
            """;
        await using var process = StartIn("appsettings.json", foreign, new()
        {
            ["ASPNETCORE_URLS"] = "http://*:1",
            ["ASPNETCORE_ENVIRONMENT"] = "Nonsense",
            ["ASPNETCORE_CONTENTROOT"] = "/nowhere",
            ["DOTNET_ENVIRONMENT"] = "Nonsense",
            ["Kestrel__Endpoints__a__Url"] = "http://*:1",
            ["AllowedHosts"] = "nobody",
            ["Logging__LogLevel__Default"] = "Loud",
            ["PARLEY_SERVICE_HOST"] = "10.0.0.1",
            ["PARLEY_SERVICE_PORT_GRPC"] = "50051",
            ["PARLEY_PORT"] = "tcp://10.0.0.1:50051",
            ["PARLEY_PORT_50051_TCP_ADDR"] = "10.0.0.1",
            ["PARLEY_GRPC_PORT"] = "tcp://10.0.0.1:50051",
            ["PARLEY_WEB_PORT"] = "",
        });

        Assert.StartsWith("gRPC http://localhost:", await process.ReadLineAsync("gRPC"), StringComparison.Ordinal);
        var web = (await process.ReadLineAsync("web ")).Split(' ')[^1];
        using var http = new HttpClient();
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri($"{web}/healthz"), TestContext.Current.CancellationToken));
        Assert.EndsWith(
            "PARLEY_GRPC_PORT, PARLEY_PORT, PARLEY_PORT_50051_TCP_ADDR, PARLEY_SERVICE_HOST, PARLEY_SERVICE_PORT_GRPC",
            Assert.Single(process.Errors),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_WithoutTheOption_IsUsed()
    {
        await using var process = TestProcess.StartParley(
            ["serve", "--web-port", "0", "--data", ":memory:"], [new("PARLEY_GRPC_PORT", "0"), new("PARLEY_BIND", "127.0.0.1")]);

        Assert.StartsWith("gRPC http://127.0.0.1:", await process.ReadLineAsync("gRPC"), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task AssertRefusedAsync(TestProcess process, string message)
    {
        Assert.Equal(2, await process.WaitForExitAsync());
        Assert.StartsWith($"parley: {message}", $"{Assert.Single(process.Errors)}\n", StringComparison.Ordinal);
        Assert.Empty(await process.ReadToEndAsync());
    }

    private TestProcess StartIn(
        string file, string content, Dictionary<string, string?>? environment = null, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(_directory.FullName, file), content);
        return TestProcess.StartParley(
            ["serve", "--grpc-port", "0", "--web-port", "0", "--data", ":memory:", .. arguments], environment, _directory.FullName);
    }

    [GeneratedRegex(@"^\| (?:`--[a-z-]+` \| )?`(PARLEY_\w+)` \| `[^`]+` \| `(\d+)` \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedNumber();
}
