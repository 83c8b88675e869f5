using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>Chat clients in four languages against a real server, two at a time.</summary>
public sealed class ClientTests(SharedServer shared)
{
    private const int Each = 1_000;

    private string Address => shared.Server.GrpcAddress;

    [Theory]
    [InlineData(Languages.CSharp, Languages.Go)]
    [InlineData(Languages.CSharp, Languages.Python)]
    [InlineData(Languages.CSharp, Languages.Cpp)]
    [InlineData(Languages.Go, Languages.Python)]
    [InlineData(Languages.Go, Languages.Cpp)]
    [InlineData(Languages.Python, Languages.Cpp)]
    public async Task TwoLanguages_Talking_SeeTheSameOrder(string one, string two)
    {
        var room = $"{one}-and-{two}".Replace("C#", "cs", StringComparison.Ordinal);
        await using var ada = await ChatClient.JoinAsync(one, Address, "ada", room);
        await using var bob = await ChatClient.JoinAsync(two, Address, "bob", room);
        Assert.Equal(["bob: here"], await ada.ReadMessagesAsync(1));

        var reading = new[] { ada.ReadMessagesAsync(2 * Each), bob.ReadMessagesAsync(2 * Each) };
        await Task.WhenAll(ada.PostAsync(Texts()), bob.PostAsync(Texts()));
        var messages = await Task.WhenAll(reading);

        Assert.Equal(messages[0], messages[1]);
        foreach (var user in new[] { "ada", "bob" })
        {
            var own = messages[0].Where(message => message.StartsWith(user, StringComparison.Ordinal));
            Assert.Equal(Texts().Select(text => $"{user}: {text}"), own);
        }

        Assert.Equal(0, await ada.LeaveAsync());
        Assert.Equal(0, await bob.LeaveAsync());
    }

    [Theory]
    [InlineData(Languages.CSharp)]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.Cpp)]
    public async Task Client_ServerKilled_PrintsOneErrorAndFails(string language)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var client = await ChatClient.JoinAsync(language, server.GrpcAddress, "ada", "killed");

        server.Process.Signal("KILL");

        Assert.Equal(1, await client.Process.WaitForExitAsync());
        Assert.Single(client.Process.Errors);
    }

    [Theory]
    [InlineData(Languages.CSharp)]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.Cpp)]
    public async Task Client_RefusedByServer_PrintsTheReason(string language)
    {
        await using var client = await ChatClient.StartAsync(language, Address, "ada", "not;a;room");

        Assert.NotEqual(0, await client.Process.WaitForExitAsync());
        Assert.Contains("room name", Assert.Single(client.Process.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Languages.CSharp)]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.Cpp)]
    public async Task Message_WithControlsAndInvisibles_IsShownSafely(string language)
    {
        var room = $"unsafe-{language}".Replace("C#", "cs", StringComparison.Ordinal).Replace("C++", "cpp", StringComparison.Ordinal);
        await using var client = await ChatClient.JoinAsync(language, Address, "ada", room);

        await client.PostAsync("\e[31mred\u009B2J \u202Egnp\u200B \U0001F468\u200D\U0001F469");

        Assert.Equal(
            ["ada: \uFFFD[31mred\uFFFD2J \uFFFDgnp\uFFFD \U0001F468\u200D\U0001F469"], await client.ReadMessagesAsync(1));
        Assert.Equal(0, await client.LeaveAsync());
    }

    private static IEnumerable<string> Texts() => Enumerable.Range(0, Each).Select(i => $"message {i} – żółć 日本語");
}
