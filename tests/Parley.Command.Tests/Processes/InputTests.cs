using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Standard input that is closed, endless or not text.</summary>
public sealed class InputTests(SharedServer shared)
{
    [Theory]
    [InlineData("send", "-")]
    [InlineData("chat")]
    public async Task Closed_IsTheEndOfTheInput(params string[] command)
    {
        await using var process = StartShell("\"$@\" <&-", [.. command, "--user", "ada", "--room", "closed"]);

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Empty(process.Errors);
    }

    [Theory]
    [InlineData("tr '\\0' x </dev/zero 2>/dev/null | \"$@\"", "line 1 is too long")]
    [InlineData("printf 'a\\nb\\n\\377\\nc\\n' | \"$@\"", "line 3 is not UTF-8")]
    [InlineData("printf 'a\\rb\\nc\\n\\377' | \"$@\"", "line 3 is not UTF-8")]
    [InlineData("printf '\\377\\376a\\0\\n\\0' | \"$@\"", "line 1 is not UTF-8")]
    [InlineData("\"$@\" </", "Standard input cannot be read")]
    public async Task Send_InputThatCannotBeSent_IsRefusedWithTheNumberOfTheLine(string script, string reason)
    {
        await using var process = StartShell(script, ["send", "-", "--user", "ada", "--room", "refused"]);

        Assert.Equal(1, await process.WaitForExitAsync());
        var line = Assert.Single(process.Errors);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Contains("continue with line", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@/etc/hostname")]
    [InlineData("-hello")]
    [InlineData("/?")]
    [InlineData("two\nlines")]
    public async Task Send_AnyText_IsSentAsItIs(string text)
    {
        var room = $"text-{Guid.NewGuid():N}";
        await CommandProcess.RunAsync("send", text, "--user", "ada", "--room", room, "--server", shared.Server.GrpcAddress);

        var line = Assert.Single(await CommandProcess.RunAsync("history", "--json", "--room", room, "--server", shared.Server.GrpcAddress));

        using var json = System.Text.Json.JsonDocument.Parse(line);
        Assert.Equal(text, json.RootElement.GetProperty("text").GetString());
    }

    private TestProcess StartShell(string script, string[] arguments) =>
        CommandProcess.StartShell(script, [.. arguments, "--server", shared.Server.GrpcAddress]);
}
