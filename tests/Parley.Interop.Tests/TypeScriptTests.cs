using System.Text.RegularExpressions;
using Parley.Interop.Tests.Sessions;
using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>The client for TypeScript: its own tests, and its page.</summary>
[Collection(nameof(SessionCollection))]
public sealed partial class TypeScriptTests(SharedServer shared)
{
    private const string Folder = "clients/typescript";

    [Theory]
    [InlineData("check")]
    [InlineData("test")]
    public async Task Script_OfTheClient_Succeeds(string script)
    {
        await Builds.NpmRunAsync("generate", Folder);

        await Builds.NpmRunAsync(script, Folder);
    }

    [Fact]
    public async Task QuickStart_OfThePage_EchoesWhatOthersSay()
    {
        await Builds.NpmRunAsync("build", Folder);
        var page = await File.ReadAllTextAsync(Repository.At(Folder, "README.md"), TestContext.Current.CancellationToken);
        var example = Example().Match(page).Groups[1].Value;
        Assert.Contains("'http://localhost:8080'", example, StringComparison.Ordinal);
        Directory.CreateDirectory(Repository.At(Folder, "build"));
        var program = Repository.At(Folder, "build", "quick-start.mjs");
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
