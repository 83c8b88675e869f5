using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Something to print for every command: a stopped log, a running server that somebody follows, and a backup.</summary>
public sealed class OutputFixture : IAsyncLifetime
{
    private readonly DataFolder _live = new();
    private readonly DataFolder _backups = new();
    private DataFolder _stopped = null!;
    private ServerProcess _server = null!;
    private TestProcess _follower = null!;
    private int _directories;

    public async ValueTask InitializeAsync()
    {
        _stopped = await DataFolder.FillAsync("r", 3);
        _server = await ServerProcess.StartAsync(data: _live.Path);
        await DataFolder.PostAsync(_server.GrpcAddress, "r", 3);
        _follower = CommandProcess.Start("tail", "--room", "r", "--last", "all", "--server", _server.GrpcAddress);
        await _follower.ReadLineAsync("ada: 3");
    }

    public async ValueTask DisposeAsync()
    {
        await _follower.DisposeAsync();
        await _server.DisposeAsync();
        _live.Dispose();
        _stopped.Dispose();
        _backups.Dispose();
    }

    /// <summary>
    /// The arguments of a command, in which LIVE, STOPPED, SERVER and NEW stand for directories and the server's address.
    /// </summary>
    internal string[] Expand(string command) => command
        .Replace("LIVE", _live.Path, StringComparison.Ordinal)
        .Replace("STOPPED", _stopped.Path, StringComparison.Ordinal)
        .Replace("SERVER", _server.GrpcAddress, StringComparison.Ordinal)
        .Replace("NEW", Path.Combine(_backups.Path, $"{Interlocked.Increment(ref _directories)}"), StringComparison.Ordinal)
        .Split(' ');
}
