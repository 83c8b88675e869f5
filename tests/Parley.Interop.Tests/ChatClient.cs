using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>The process of a chat client in a room.</summary>
internal sealed class ChatClient : IAsyncDisposable
{
    private ChatClient(TestProcess process) => Process = process;

    public TestProcess Process { get; }

    /// <summary>Starts a client.</summary>
    public static async Task<ChatClient> StartAsync(string language, string server, string user, string room)
    {
        string[] arguments = ["--user", user, "--room", room, "--server", new Uri(server).Authority];
        return new ChatClient(language == Languages.CSharp
            ? TestProcess.StartParley(["chat", .. arguments])
            : TestProcess.Start(await Languages.BuildClientAsync(language, "chat"), arguments));
    }

    /// <summary>Starts a client, posts a first message and waits until it comes back.</summary>
    public static async Task<ChatClient> JoinAsync(string language, string server, string user, string room, string first = "here")
    {
        var client = await StartAsync(language, server, user, room);
        try
        {
            await client.PostAsync(first);
            await client.Process.ReadLineAsync($"{user}: {first}");
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes texts to the client's input, one per line.</summary>
    public async Task PostAsync(params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            await Process.Input.WriteLineAsync(text);
        }

        await Process.Input.FlushAsync();
    }

    /// <summary>Reads the next messages that the client prints, as <c>user: text</c>.</summary>
    public async Task<List<string>> ReadMessagesAsync(int count)
    {
        var messages = new List<string>();
        while (messages.Count < count)
        {
            var line = await Process.ReadLineAsync();
            messages.Add(line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..]);
        }

        return messages;
    }

    /// <summary>Ends the client's input, which makes it leave.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> LeaveAsync()
    {
        Process.Input.Close();
        return Process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
