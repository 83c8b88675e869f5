using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Real processes of the command over pipes, without the Parley settings of the tests' environment.</summary>
internal static class CommandProcess
{
    private static readonly Dictionary<string, string?> NoSettings = new()
    {
        ["PARLEY_USER"] = null,
        ["PARLEY_ROOM"] = null,
        ["PARLEY_SERVER"] = null,
    };

    public static TestProcess Start(params string[] arguments) => TestProcess.StartParley(arguments, NoSettings);

    /// <summary>Starts a command with these settings in its environment.</summary>
    public static TestProcess StartWith(Dictionary<string, string?> settings, params string[] arguments) =>
        TestProcess.StartParley(arguments, [.. NoSettings, .. settings]);

    /// <summary>Starts a shell script in which <c>"$@"</c> stands for the command.</summary>
    public static TestProcess StartShell(string script, params string[] arguments) =>
        TestProcess.Start("sh", ["-c", script, "sh", .. Repository.Parley, .. arguments], NoSettings);

    /// <summary>Starts <c>parley chat</c> and waits until it has joined.</summary>
    public static async Task<TestProcess> JoinAsync(string server, string user, string room)
    {
        var chat = Start("chat", "--user", user, "--room", room, "--server", server);
        await chat.TypeAsync("here");
        await chat.ReadLineAsync($"{user}: here");
        return chat;
    }

    /// <summary>Runs a command, which must succeed and report nothing.</summary>
    /// <returns>The lines that it printed.</returns>
    public static async Task<List<string>> RunAsync(params string[] arguments)
    {
        await using var process = Start(arguments);
        await process.SucceedAsync();
        Assert.Empty(process.Errors);
        return await process.ReadToEndAsync();
    }

    /// <summary>Runs a command, which must fail and print nothing but one line on standard error.</summary>
    /// <returns>The line.</returns>
    public static async Task<string> FailAsync(int exitCode, params string[] arguments)
    {
        await using var process = Start(arguments);
        Assert.Equal(exitCode, await process.WaitForExitAsync());
        Assert.Empty(await process.ReadToEndAsync());
        return Assert.Single(process.Errors);
    }

    /// <summary>Writes a line to the input of a process.</summary>
    public static async Task TypeAsync(this TestProcess process, string line)
    {
        await process.Input.WriteLineAsync(line);
        await process.Input.FlushAsync();
    }

    /// <summary>A printed line without its sequence and time.</summary>
    public static string WithoutTime(string line) => line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..];
}
