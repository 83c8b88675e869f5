using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Tests.Feeds;
using Parley.Testing;

namespace Parley.Engine.Tests.Commits;

/// <summary>What the committer finds out about its log while nobody posts, and while a post waits.</summary>
public sealed class ProbeTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(new CommitOptions().ProbeSeconds);

    private readonly FaultyLog _log = new();
    private readonly ManualTime _time = new();
    private readonly StorageHealth _health = new();
    private readonly Committer _committer;
    private TaskCompletionSource? _append;

    public ProbeTests()
    {
        var feeds = new FeedDirectory([], Options.Create(new FeedOptions()), _log, NullLogger<FeedDirectory>.Instance);
        _committer = new Committer(_log, feeds, _health, Options.Create(new CommitOptions()), _time, NullLogger<Committer>.Instance);
    }

    public ValueTask DisposeAsync()
    {
        _append?.TrySetResult();
        return _committer.DisposeAsync();
    }

    [Fact]
    public async Task Probe_HealthyLog_WritesNothing()
    {
        await CommitAsync();

        for (var i = 0; i < 100; i++)
        {
            _time.Advance(Second);
        }

        await _committer.DisposeAsync();
        Assert.Single(_log.Groups);
    }

    [Fact]
    public async Task Probe_ProblemWhileNobodyPosts_IsReportedUntilAWriteSucceeds()
    {
        _log.Problem = "The file is gone.";
        _time.Advance(Second);
        Assert.Equal("The file is gone.", _health.Failure);

        _log.Problem = null;
        _time.Advance(Second);

        await HealthyAsync();
        Assert.Empty(Assert.Single(_log.Groups));
    }

    [Fact]
    public async Task Probe_WriteThatDoesNotEnd_IsReportedUntilItDoes()
    {
        _append = _log.HoldAppends();
        var committing = CommitAsync();
        await _log.Appending.Within("the write");

        _time.Advance(10 * Second);
        Assert.Null(_health.Failure);
        _time.Advance(Second);
        Assert.Equal("A write has taken more than 10 seconds. Check the disk.", _health.Failure);
        _append.SetResult();

        Assert.Equal(CommitOutcome.Committed, (await committing.Within("the commit")).Outcome);
        Assert.Null(_health.Failure);
    }

    private Task<CommitResult> CommitAsync() => _committer.CommitAsync(new CommitChain("room"), [TextFormat.Event(1)]);

    private async Task HealthyAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline.Step);
        while (_health.Failure is not null)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
