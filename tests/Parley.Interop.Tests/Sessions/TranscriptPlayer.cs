using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>The process in which a language's library plays a transcript.</summary>
internal sealed class TranscriptPlayer : IAsyncDisposable
{
    private const string Prefix = "not played: ";

    private TranscriptPlayer(TestProcess process) => Process = process;

    public TestProcess Process { get; }

    /// <summary>Lines and fields that it has not played, once it is over.</summary>
    public List<string> NotPlayed { get; } = [];

    /// <summary>Starts it, with all lines given.</summary>
    public static async Task<TranscriptPlayer> PlayAsync(string language, string server, string lines)
    {
        var player = await StartAsync(language, server);
        await player.SayAsync(lines);
        player.Process.Input.Close();
        return player;
    }

    /// <summary>Starts it.</summary>
    public static async Task<TranscriptPlayer> StartAsync(string language, string server)
    {
        var program = await SessionPrograms.MakeAsync(language, "transcript");
        return new TranscriptPlayer(TestProcess.Start(program, ["--server", new Uri(server).Authority]));
    }

    /// <summary>Gives it lines to play.</summary>
    public async Task SayAsync(params string[] parts)
    {
        await Process.Input.WriteLineAsync(string.Join('\n', parts));
        await Process.Input.FlushAsync();
    }

    /// <summary>Awaits its end; fails if a line did not come true.</summary>
    public async Task SucceedAsync()
    {
        Process.Input.Close();
        await Process.SucceedAsync();
        NotPlayed.AddRange((await Process.ReadToEndAsync()).Select(line => line[Prefix.Length..]));
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
