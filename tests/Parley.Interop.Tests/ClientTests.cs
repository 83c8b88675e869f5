using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>Real clients of four languages against a real server, two at a time.</summary>
public sealed class ClientTests(SharedServer shared)
{
    private const int Each = 1_000;

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
        await using var ada = await Languages.StartClientAsync(one, shared.Server.GrpcAddress, "ada", room);
        await JoinAsync(ada, "ada");
        await using var bob = await Languages.StartClientAsync(two, shared.Server.GrpcAddress, "bob", room);
        await JoinAsync(bob, "bob");
        Assert.Equal("bob: here", Said(await ada.ReadLineAsync("bob: here")));

        var hearing = new[] { HearAsync(ada), HearAsync(bob) };
        await Task.WhenAll(SayAsync(ada), SayAsync(bob));
        var heard = await Task.WhenAll(hearing);

        Assert.Equal(heard[0], heard[1]);
        foreach (var user in new[] { "ada", "bob" })
        {
            var own = heard[0].Where(line => line.StartsWith(user, StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{user}: message {i} – żółć 日本語"), own);
        }

        Assert.Equal(0, await LeaveAsync(ada));
        Assert.Equal(0, await LeaveAsync(bob));
    }

    [Theory]
    [InlineData(Languages.CSharp)]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.Cpp)]
    public async Task Client_ServerKilled_SaysSoInOneLineAndFails(string language)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var client = await Languages.StartClientAsync(language, server.GrpcAddress, "ada", "killed");
        await JoinAsync(client, "ada");

        server.Process.Signal("KILL");

        Assert.Equal(1, await client.WaitForExitAsync());
        Assert.Single(client.Errors);
    }

    [Theory]
    [InlineData(Languages.CSharp)]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.Cpp)]
    public async Task Client_RefusedByTheServer_ShowsTheServersReason(string language)
    {
        await using var client = await Languages.StartClientAsync(language, shared.Server.GrpcAddress, "ada", "not;a;room");

        Assert.NotEqual(0, await client.WaitForExitAsync());
        Assert.Contains("room name", Assert.Single(client.Errors), StringComparison.Ordinal);
    }

    private static async Task JoinAsync(TestProcess client, string user)
    {
        await client.Input.WriteLineAsync("here");
        await client.Input.FlushAsync();
        await client.ReadLineAsync($"{user}: here");
    }

    private static async Task SayAsync(TestProcess client)
    {
        for (var i = 0; i < Each; i++)
        {
            await client.Input.WriteLineAsync($"message {i} – żółć 日本語");
        }

        await client.Input.FlushAsync();
    }

    private static async Task<List<string>> HearAsync(TestProcess client)
    {
        var lines = new List<string>();
        while (lines.Count < 2 * Each)
        {
            lines.Add(Said(await client.ReadLineAsync()));
        }

        return lines;
    }

    private static Task<int> LeaveAsync(TestProcess client)
    {
        client.Input.Close();
        return client.WaitForExitAsync();
    }

    private static string Said(string line) => line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..];
}
