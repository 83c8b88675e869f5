using System.Text.RegularExpressions;
using Parley.Interop.Tests.Sessions;
using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>What is written in TypeScript: the client with its README, and the parts of the page that need no browser.</summary>
[Collection(nameof(SessionCollection))]
public sealed partial class TypeScriptTests(SharedServer shared)
{
    private const string Client = "clients/typescript";
    private const string Page = "apps/web";

    [Theory]
    [InlineData(Client, "check")]
    [InlineData(Client, "test")]
    [InlineData(Page, "check")]
    [InlineData(Page, "test")]
    public async Task Script_Succeeds(string folder, string script)
    {
        await Builds.NpmRunAsync("build", Client);

        await Builds.NpmRunAsync(script, folder);
    }

    [Fact]
    public async Task QuickStart_OfTheReadme_EchoesWhatOthersSay()
    {
        await Builds.NpmRunAsync("build", Client);
        var readme = await File.ReadAllTextAsync(Repository.At(Client, "README.md"), TestContext.Current.CancellationToken);
        var example = Example().Match(readme).Groups[1].Value;
        Assert.Contains("'http://localhost:8080'", example, StringComparison.Ordinal);
        Directory.CreateDirectory(Repository.At(Client, "build"));
        var program = Repository.At(Client, "build", "quick-start.mjs");
        await File.WriteAllTextAsync(
            program,
            example.Replace("http://localhost:8080", shared.Server.WebAddress, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        await using var ada = await SessionClient.JoinAsync(Languages.Python, shared.Server.GrpcAddress, "ada", "lobby");
        await using var echo = TestProcess.Start("node", [program]);
        await echo.ReadLineAsync("in lobby with ");
        await ada.PostAsync("hello");
        await ada.ReadUntilAsync(() => ada.Events.Any(@event => @event.User == "echo"));

        Assert.Equal("ada said: hello", ada.Events.Single(@event => @event.User == "echo").Text);
    }

    [GeneratedRegex("```javascript\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
