using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Engine.Tests.Feeds;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Testing;

namespace Parley.Engine.Tests.Rooms;

/// <summary>A room's owner with a log that fails and waits when the test wants it to.</summary>
public sealed class RoomOwnerTests : IAsyncDisposable
{
    private readonly FaultyLog _log = new();
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly StorageHealth _health = new();
    private readonly FeedDirectory _feeds;
    private readonly Committer _committer;
    private RoomOwner _owner;

    public RoomOwnerTests()
    {
        _feeds = new FeedDirectory([new TextFormat()], Options.Create(new FeedOptions()), _log, NullLogger<FeedDirectory>.Instance);
        _committer = new Committer(
            _log, _feeds, _health, Options.Create(new CommitOptions()), TimeProvider.System, NullLogger<Committer>.Instance);
        _owner = Open();
    }

    public ValueTask DisposeAsync() => _committer.DisposeAsync();

    [Fact]
    public async Task DurableBeforeVisible_Post_IsAnsweredWhenTheLogHasIt()
    {
        var append = _log.HoldAppends();

        var posting = PostAsync(PostCommand.Message("ada", "one"));
        Assert.False(posting.IsCompleted);
        Assert.Equal(0, await _log.ReadHeadAsync("room"));
        append.SetResult();

        await AssertSequencesAsync(posting, 1);
        Assert.Equal(1, await _log.ReadHeadAsync("room"));
    }

    [Fact]
    public async Task Post_WhileACommitRuns_IsNumberedAtOnce()
    {
        var append = _log.HoldAppends();
        var first = PostAsync(PostCommand.Message("ada", "one"));
        var more = Enumerable.Range(2, 5).Select(i => PostAsync(PostCommand.Message("ada", $"{i}"))).ToList();
        append.SetResult();

        await AssertSequencesAsync(first, 1);
        for (var i = 0; i < more.Count; i++)
        {
            await AssertSequencesAsync(more[i], i + 2);
        }

        Assert.InRange(_log.Groups.Count, 1, 2);
    }

    [Fact]
    public async Task Post_RetryOfAMessageThatIsErased_IsTheSameEvent()
    {
        var message = PostCommand.Message("ada", "one", "id");
        await PostAsync(message, PostCommand.Message("ada", "two"));
        await AssertSequencesAsync(PostAsync(Erase(1)), 3);
        await AssertSequencesAsync(PostAsync(message), 1);

        _owner = Open();

        await AssertSequencesAsync(PostAsync(message, Erase(1, 2)), 1, 4);
        Assert.Equal(4, await _log.ReadHeadAsync("room"));
    }

    [Fact]
    public async Task Post_ErasureOfAnErasureThatIsBeingCommitted_IsRefused()
    {
        await PostAsync(PostCommand.Message("ada", "one"));
        var append = _log.HoldAppends();
        var erasing = PostAsync(Erase(1));
        var second = PostAsync(Erase(2));
        append.SetResult();

        await AssertSequencesAsync(erasing, 2);
        Assert.Contains("erased others", (await second)[0].Rejection?.Reason, StringComparison.Ordinal);
    }

    private static PostCommand Erase(params long[] sequences) => new("ada", new ErasureContent(sequences).Encode());

    [Theory]
    [InlineData(RoomLogFailure.Unavailable, ParleyCode.Unavailable)]
    [InlineData(RoomLogFailure.Full, ParleyCode.StorageFull)]
    public async Task Dense_FailedCommit_GivesItsSequencesAgain(RoomLogFailure failure, ParleyCode code)
    {
        await PostAsync(PostCommand.Message("ada", "one"));
        _log.FailNextAppend(failure);

        var failed = await PostAsync(PostCommand.Message("ada", "lost"), PostCommand.Message("ada", "lost too"));
        Assert.All(failed, outcome => Assert.Equal(code, outcome.Rejection?.Code));
        Assert.NotNull(_health.Failure);

        await AssertSequencesAsync(PostAsync(PostCommand.Message("ada", "two")), 2);
        Assert.Null(_health.Failure);
    }

    [Fact]
    public async Task Dense_FailedCommit_RefusesPendingPostsBuiltOnIt()
    {
        var append = _log.HoldAppends();
        _log.FailNextAppend(RoomLogFailure.Unavailable);
        var failing = PostAsync(PostCommand.Message("ada", "lost"));
        var builtOnIt = PostAsync(PostCommand.Message("ada", "lost too"));
        append.SetResult();

        Assert.Equal(ParleyCode.Unavailable, (await failing)[0].Rejection?.Code);
        Assert.Equal(ParleyCode.Unavailable, (await builtOnIt)[0].Rejection?.Code);
        Assert.False(_owner.IsLost);
        await AssertSequencesAsync(PostAsync(PostCommand.Message("ada", "one")), 1);
    }

    [Fact]
    public async Task Once_RetryOfACommittedCommand_GetsItsFirstSequence()
    {
        await PostAsync(PostCommand.Message("ada", "one", "id-1"), PostCommand.Message("ada", "two", "id-2"));

        await AssertSequencesAsync(PostAsync(PostCommand.Message("ada", "one", "id-1"), PostCommand.Message("ada", "two", "id-2")), 1, 2);
        _owner = Open();
        var retries = PostAsync(
            PostCommand.Message("ada", "two", "id-2"),
            PostCommand.Message("ada", "one", "id-1"),
            PostCommand.Message("bob", "one", "id-1"));
        await AssertSequencesAsync(retries, 2, 1, 3);
        Assert.Equal(3, await _log.ReadHeadAsync("room"));
    }

    [Fact]
    public async Task Once_RetryWhileTheFirstIsBeingCommitted_WaitsForIt()
    {
        var append = _log.HoldAppends();
        var first = PostAsync(PostCommand.Message("ada", "one", "id"));
        var retry = PostAsync(PostCommand.Message("ada", "one", "id"));
        Assert.False(retry.IsCompleted);
        append.SetResult();

        await AssertSequencesAsync(first, 1);
        await AssertSequencesAsync(retry, 1);
    }

    [Fact]
    public async Task Retry_WhileTheFirstFails_IsRefusedToo()
    {
        var append = _log.HoldAppends();
        _log.FailNextAppend(RoomLogFailure.Unavailable);
        var first = PostAsync(PostCommand.Message("ada", "one", "id"));
        var retry = PostAsync(PostCommand.Message("ada", "one", "id"));
        append.SetResult();

        Assert.NotNull((await first)[0].Rejection);
        Assert.NotNull((await retry)[0].Rejection);
        await AssertSequencesAsync(PostAsync(PostCommand.Message("ada", "one", "id")), 1);
    }

    [Fact]
    public async Task CommandId_ReusedForAnotherText_IsRefused()
    {
        await PostAsync(PostCommand.Message("ada", "one", "id"));
        Assert.Equal(ParleyCode.CommandIdReused, (await PostAsync(PostCommand.Message("ada", "other", "id")))[0].Rejection?.Code);
        _owner = Open();
        Assert.Equal(ParleyCode.CommandIdReused, (await PostAsync(PostCommand.Message("ada", "other", "id")))[0].Rejection?.Code);
    }

    [Fact]
    public async Task Post_AfterAnotherOwnerPosted_IsRefused()
    {
        var other = Open();
        await other.PostAsync([]);
        await PostAsync(PostCommand.Message("ada", "one"));

        var refused = await other.PostAsync([PostCommand.Message("bob", "lost the race")]);

        Assert.Equal(ParleyCode.Unavailable, refused[0].Rejection?.Code);
        Assert.True(other.IsLost);
        Assert.False(_owner.IsLost);
        await AssertSequencesAsync(PostAsync(PostCommand.Message("ada", "two")), 2);
    }

    [Fact]
    public async Task Once_CommandsBeyondWhatIsRemembered_AreFoundInTheLog()
    {
        for (var i = 0; i < 5_000; i += 500)
        {
            await PostAsync([.. Enumerable.Range(i, 500).Select(n => PostCommand.Message("ada", $"{n}", $"id-{n}"))]);
        }

        await AssertSequencesAsync(PostAsync(PostCommand.Message("ada", "0", "id-0")), 1);
        await AssertSequencesAsync(PostAsync(PostCommand.Message("ada", "4999", "id-4999")), 5_000);
    }

    [Fact]
    public async Task Once_RetryOfARecentCommand_CostsOneLookUpAndNoCommit()
    {
        for (var i = 0; i < 2_000; i += 500)
        {
            await PostAsync([.. Enumerable.Range(i, 500).Select(n => PostCommand.Message("ada", $"{n}", $"id-{n}"))]);
        }

        Assert.Equal(0, _log.LookUps);
        var groups = _log.Groups.Count;
        await AssertSequencesAsync(PostAsync(PostCommand.Message("ada", "100", "id-100")), 101);

        Assert.Equal(1, _log.LookUps);
        Assert.Equal(groups, _log.Groups.Count);
    }

    [Fact]
    public async Task Once_ForgottenRetry_CostsLaterPostsNoLookUp()
    {
        for (var i = 0; i < 5_000; i += 500)
        {
            await PostAsync([.. Enumerable.Range(i, 500).Select(n => PostCommand.Message("ada", $"{n}", $"id-{n}"))]);
        }

        await AssertSequencesAsync(PostAsync(PostCommand.Message("ada", "0", "id-0")), 1);
        var lookUps = _log.LookUps;
        for (var i = 5_000; i < 5_100; i++)
        {
            await PostAsync(PostCommand.Message("ada", $"{i}", $"id-{i}"));
        }

        Assert.InRange(_log.LookUps - lookUps, 0, 2);
    }

    [Fact]
    public async Task Once_ForgottenRetryInABatch_GetsItsFirstSequence()
    {
        for (var i = 0; i < 5_000; i += 500)
        {
            await PostAsync([.. Enumerable.Range(i, 500).Select(n => PostCommand.Message("ada", $"{n}", $"id-{n}"))]);
        }

        // Two commands with the same hash, one pair in four billion, cost a look-up.
        Assert.InRange(_log.LookUps, 0, 2);
        var append = _log.HoldAppends();
        var before = PostInTurnAsync(PostCommand.Message("bob", "before"));
        var retry = PostInTurnAsync(
            PostCommand.Message("ada", "new", "id-new"),
            PostCommand.Message("ada", "0", "id-0"),
            PostCommand.Message("ada", "else", "id-1"));
        var after = PostInTurnAsync(PostCommand.Message("cyd", "after", "id"), PostCommand.Message("cyd", "after"));
        append.SetResult();

        await AssertSequencesAsync(before, 5_001);
        var answers = await retry.Within("the posts to be answered");
        var others = await after.Within("the posts to be answered");
        Assert.Equal(1, answers[1].Sequence);
        Assert.Equal(ParleyCode.CommandIdReused, answers[2].Rejection?.Code);
        Assert.Equal([5_002, 5_003, 5_004], new[] { answers[0].Sequence, others[0].Sequence, others[1].Sequence }.Order());
        Assert.Equal(5_004, await _log.ReadHeadAsync("room"));
    }

    private RoomOwner Open() => TestOwners.Create(_log, _feeds, _committer, TimeProvider.System).Open("room");

    /// <summary>Posts as a router does: the continuations of several calls run one after the other.</summary>
    private Task<PostOutcome[]> PostInTurnAsync(params PostCommand[] posts) => _turns.StartNew(() => _owner.PostAsync(posts)).Unwrap();

    private Task<PostOutcome[]> PostAsync(params PostCommand[] posts) => _owner.PostAsync(posts);

    private static async Task AssertSequencesAsync(Task<PostOutcome[]> posting, params long[] sequences) =>
        Assert.Equal(sequences, (await posting.Within("the posts to be answered")).Select(outcome => outcome.Sequence));
}
