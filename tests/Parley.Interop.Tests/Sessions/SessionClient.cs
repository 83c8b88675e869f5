using System.Text.Json;
using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>The process of a session client in a room, and what it has printed.</summary>
internal sealed class SessionClient : IAsyncDisposable
{
    private SessionClient(TestProcess process) => Process = process;

    public TestProcess Process { get; }

    /// <summary>The events, in the order the client printed them.</summary>
    public List<SessionEvent> Events { get; } = [];

    /// <summary>The sequences of the client's accepted posts, by command id.</summary>
    public Dictionary<string, long> Accepted { get; } = [];

    /// <summary>The codes of the client's refused posts.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>How many times the client reported a new epoch.</summary>
    public int Resets { get; private set; }

    /// <summary>The last position that the client printed. It prints one after joining, after a reset and at the end.</summary>
    public string Position { get; private set; } = "";

    /// <summary>Starts a client and waits until it has joined.</summary>
    public static async Task<SessionClient> JoinAsync(string language, string server, string user, string room, params string[] from)
    {
        var client = await StartAsync(language, server, user, room, from);
        try
        {
            await client.ReadUntilAsync(() => client.Position.Length > 0);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a client.</summary>
    public static async Task<SessionClient> StartAsync(string language, string server, string user, string room, params string[] from)
    {
        var program = await Languages.BuildClientAsync(language, "session");
        return new SessionClient(TestProcess.Start(
            program, ["--server", new Uri(server).Authority, "--user", user, "--room", room, "--json", .. from]));
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

    /// <summary>Reads what the client prints until a condition holds.</summary>
    public async Task ReadUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Add(await Process.ReadLineAsync());
        }
    }

    /// <summary>Reads what the client prints until it has printed this many events in all.</summary>
    public Task ReadEventsAsync(int count) => ReadUntilAsync(() => Events.Count >= count);

    /// <summary>Ends the client's input, which makes it leave, and reads the rest of what it prints.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> LeaveAsync()
    {
        Process.Input.Close();
        (await Process.ReadToEndAsync().Within($"the end of {Process.Transcript}")).ForEach(Add);
        return await Process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private void Add(string line)
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
