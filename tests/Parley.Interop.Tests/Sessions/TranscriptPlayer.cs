using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>The process in which the library of a language plays a transcript.</summary>
internal sealed class TranscriptPlayer : IAsyncDisposable
{
    private const string Prefix = "not played: ";

    private TranscriptPlayer(TestProcess process) => Process = process;

    public TestProcess Process { get; }

    /// <summary>The lines and fields that the library does not send or expose; complete after <see cref="SucceedAsync"/>.</summary>
    public List<string> NotPlayed { get; } = [];

    /// <summary>Starts a player and gives it a whole transcript.</summary>
    public static async Task<TranscriptPlayer> StartAsync(string language, string server, string lines)
    {
        var player = await StartAsync(language, server);
        await player.PlayAsync(lines);
        player.Process.Input.Close();
        return player;
    }

    /// <summary>Starts a player that waits for lines.</summary>
    public static async Task<TranscriptPlayer> StartAsync(string language, string server)
    {
        var program = await Languages.BuildClientAsync(language, "transcript");
        return new TranscriptPlayer(TestProcess.Start(program, ["--server", new Uri(server).Authority]));
    }

    /// <summary>Gives the player further lines.</summary>
    public async Task PlayAsync(params string[] parts)
    {
        await Process.Input.WriteLineAsync(string.Join('\n', parts));
        await Process.Input.FlushAsync();
    }

    /// <summary>Waits for the end of the transcript. Fails if a line did not match.</summary>
    public async Task SucceedAsync()
    {
        Process.Input.Close();
        await Process.SucceedAsync();
        NotPlayed.AddRange((await Process.ReadToEndAsync()).Select(line => line[Prefix.Length..]));
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
