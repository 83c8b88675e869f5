using System.Text.Json;
using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>A session client's process in a room, and what it has printed.</summary>
internal sealed class SessionClient : IAsyncDisposable
{
    private SessionClient(TestProcess process) => Process = process;

    public TestProcess Process { get; }

    /// <summary>Its events, in the order it printed them.</summary>
    public List<SessionEvent> Events { get; } = [];

    /// <summary>The sequences of its posts that were accepted, by command id.</summary>
    public Dictionary<string, long> Accepted { get; } = [];

    /// <summary>Codes of its posts that were refused.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>How often it was told that the log is another one.</summary>
    public int Resets { get; private set; }

    /// <summary>The last position it printed: when it has joined, after a reset and at its end.</summary>
    public string Position { get; private set; } = "";

    /// <summary>Starts a client and waits until it has joined.</summary>
    public static async Task<SessionClient> JoinAsync(string language, string server, string user, string room, params string[] from)
    {
        var client = await StartAsync(language, server, user, room, from);
        await client.HearAsync(() => client.Position.Length > 0);
        return client;
    }

    /// <summary>Starts a client.</summary>
    public static async Task<SessionClient> StartAsync(string language, string server, string user, string room, params string[] from)
    {
        var program = await SessionPrograms.MakeAsync(language);
        return new SessionClient(TestProcess.Start(
            program, ["--server", new Uri(server).Authority, "--user", user, "--room", room, "--json", .. from]));
    }

    /// <summary>Gives it lines to say.</summary>
    public async Task SayAsync(params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            await Process.Input.WriteLineAsync(text);
        }

        await Process.Input.FlushAsync();
    }

    /// <summary>Reads what it prints until something is so.</summary>
    public async Task HearAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            Take(await Process.ReadLineAsync());
        }
    }

    /// <summary>Reads what it prints until it has so many events.</summary>
    public Task HearAsync(int events) => HearAsync(() => Events.Count >= events);

    /// <summary>Ends its input and reads the rest of what it prints.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> LeaveAsync()
    {
        Process.Input.Close();
        (await Process.ReadToEndAsync().Within($"the end of {Process.Transcript}")).ForEach(Take);
        return await Process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private void Take(string line)
    {
        var json = JsonDocument.Parse(line).RootElement;
        if (json.TryGetProperty("room", out _))
        {
            Events.Add(json.Deserialize<SessionEvent>()!);
        }
        else if (json.TryGetProperty("accepted", out var accepted))
        {
            Accepted.Add(accepted.GetString()!, json.GetProperty("sequence").GetInt64());
        }
        else if (json.TryGetProperty("refused", out _))
        {
            Refused.Add(json.GetProperty("code").GetString()!);
        }
        else
        {
            Resets += json.TryGetProperty("reset", out _) ? 1 : 0;
            Position = json.GetProperty("position").GetString()!;
        }
    }
}
