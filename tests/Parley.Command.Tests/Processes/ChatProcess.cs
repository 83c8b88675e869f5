using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Real client processes over pipes, without the environment's own settings for Parley.</summary>
internal static class ChatProcess
{
    private static readonly Dictionary<string, string?> NoSettings = new()
    {
        ["PARLEY_USER"] = null,
        ["PARLEY_ROOM"] = null,
        ["PARLEY_SERVER"] = null,
    };

    public static TestProcess Start(params string[] arguments) => TestProcess.StartParley(arguments, NoSettings);

    /// <summary>Starts a client with the given settings in its environment.</summary>
    public static TestProcess StartWith(Dictionary<string, string?> settings, params string[] arguments) =>
        TestProcess.StartParley(arguments, settings);

    /// <summary>Starts <c>parley chat</c> and waits until it has joined.</summary>
    public static async Task<TestProcess> JoinAsync(string server, string user, string room)
    {
        var chat = Start("chat", "--user", user, "--room", room, "--server", server);
        await chat.SayAsync("here");
        await chat.ReadLineAsync($"{user}: here");
        return chat;
    }

    public static async Task SayAsync(this TestProcess chat, string line)
    {
        await chat.Input.WriteLineAsync(line);
        await chat.Input.FlushAsync();
    }

    /// <summary>A line without its time.</summary>
    public static string Said(string line) => line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..];
}
