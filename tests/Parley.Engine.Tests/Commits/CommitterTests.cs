using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Tests.Feeds;
using Parley.Protocol;
using Parley.Testing;

namespace Parley.Engine.Tests.Commits;

public sealed class CommitterTests : IAsyncLifetime
{
    private static readonly TextFormat Format = new();
    private readonly FaultyLog _log = new();
    private readonly FeedDirectory _feeds;
    private readonly Committer _committer;

    public CommitterTests()
    {
        _feeds = new FeedDirectory([Format], Options.Create(new FeedOptions()), _log, NullLogger<FeedDirectory>.Instance);
        _committer = new Committer(
            _log, _feeds, new StorageHealth(), Options.Create(new CommitOptions { MaxGroup = 10, MaxWaiting = 20 }),
            TimeProvider.System, NullLogger<Committer>.Instance);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _committer.DisposeAsync();

    [Fact]
    public async Task Commit_ManyRoomsDuringASync_ShareOneTransaction()
    {
        var append = _log.HoldAppends();
        var commits = Enumerable.Range(0, 10).Select(i => CommitAsync($"room-{i}", 1)).ToList();
        append.SetResult();

        Assert.All(await Task.WhenAll(commits), result => Assert.Equal(CommitOutcome.Committed, result.Outcome));
        Assert.InRange(_log.Groups.Count, 1, 2);
    }

    [Fact]
    public async Task Commit_BeyondMaxGroup_GoesIntoTheNextTransaction()
    {
        var append = _log.HoldAppends();
        var commits = Enumerable.Range(0, 6).Select(i => CommitAsync($"room-{i}", 3)).ToList();
        append.SetResult();
        await Task.WhenAll(commits);

        Assert.All(_log.Groups, group => Assert.InRange(group.Sum(batch => batch.Events.Count), 1, 10));
    }

    [Fact]
    public async Task NoUnboundedMemory_CommitBeyondMaxWaiting_IsRefused()
    {
        var append = _log.HoldAppends();
        var first = CommitAsync("room", 1);
        await _log.Appending.Within("the first append to begin");
        var accepted = Enumerable.Range(0, 20).Select(i => CommitAsync($"room-{i}", 1)).Append(first).ToList();

        var refused = await CommitAsync("room-20", 1).Within("a refusal");
        append.SetResult();

        Assert.Equal(ParleyCode.Overloaded, refused.Rejection?.Code);
        Assert.All(await Task.WhenAll(accepted), result => Assert.Equal(CommitOutcome.Committed, result.Outcome));
        Assert.Equal(CommitOutcome.Committed, (await CommitAsync("room-20", 1)).Outcome);
    }

    [Fact]
    public async Task NoUnboundedMemory_CommitBeyondMaxWaitingBytes_IsRefused()
    {
        await using var committer = new Committer(
            _log, _feeds, new StorageHealth(), Options.Create(new CommitOptions { MaxWaitingBytes = 10_000 }),
            TimeProvider.System, NullLogger<Committer>.Instance);
        var append = _log.HoldAppends();
        var first = CommitAsync("first", 'x', 100);
        await _log.Appending.Within("the first append to begin");
        var large = CommitAsync("large", 'x', 20_000);

        var refused = await CommitAsync("small", 'x', 1).Within("a refusal");
        append.SetResult();

        Assert.Equal(ParleyCode.Overloaded, refused.Rejection?.Code);
        Assert.All(await Task.WhenAll(first, large), result => Assert.Equal(CommitOutcome.Committed, result.Outcome));
        Assert.Equal(CommitOutcome.Committed, (await CommitAsync("small", 'x', 1)).Outcome);

        Task<CommitResult> CommitAsync(string room, char letter, int length) =>
            committer.CommitAsync(new CommitChain(room), [TextFormat.Event(1, new string(letter, length))]);
    }

    [Fact]
    public async Task Commit_SomethingUnexpectedIsThrown_IsAnsweredAndTheNextOneWorks()
    {
        _log.ThrowNextAppend();

        var failed = await CommitAsync("room", 1).Within("an answer");

        Assert.Equal(ParleyCode.Unavailable, failed.Rejection?.Code);
        Assert.Equal(CommitOutcome.Committed, (await CommitAsync("room", 1).Within("an answer")).Outcome);
    }

    [Fact]
    public async Task DurableBeforeVisible_PendingCommit_IsNotVisible()
    {
        using var lease = await _feeds.FollowAsync("room", Format, FollowFrom.Now, new AsyncSignal());
        var append = _log.HoldAppends();
        var committing = CommitAsync("room", 1);

        Assert.Equal(FeedRead.AtHead, lease.Follower.Read(new ArrayBufferWriter<byte>()));
        append.SetResult();
        await committing;

        Assert.Equal(FeedRead.Frames, lease.Follower.Read(new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public async Task DurableBeforeVisible_FailedCommit_IsNeverVisible()
    {
        using var lease = await _feeds.FollowAsync("room", Format, FollowFrom.Now, new AsyncSignal());
        _log.FailNextAppend(RoomLogFailure.Unavailable);

        Assert.Equal(CommitOutcome.Failed, (await CommitAsync("room", 1)).Outcome);

        Assert.Equal(FeedRead.AtHead, lease.Follower.Read(new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public async Task Dense_ChainAfterAFailure_FailsEvenIfItsSequencesFit()
    {
        var chain = new CommitChain("room");
        _log.FailNextAppend(RoomLogFailure.Unavailable);
        await _committer.CommitAsync(chain, [TextFormat.Event(1)]);
        await CommitAsync("room", 1);

        var unlucky = await _committer.CommitAsync(chain, [TextFormat.Event(2)]);

        Assert.Equal(CommitOutcome.Failed, unlucky.Outcome);
        Assert.Equal(1, await _log.ReadHeadAsync("room"));
    }

    private Task<CommitResult> CommitAsync(string room, int count) =>
        _committer.CommitAsync(new CommitChain(room), [.. Enumerable.Range(1, count).Select(i => TextFormat.Event(i))]);
}
