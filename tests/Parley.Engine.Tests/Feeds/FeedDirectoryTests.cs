using System.Buffers;
using System.Text;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Testing;

namespace Parley.Engine.Tests.Feeds;

public sealed class FeedDirectoryTests
{
    private static readonly TextFormat Format = new();
    private readonly FeedDirectory _feeds = new([Format], Options.Create(new FeedOptions()));

    [Fact]
    public async Task Follow_TheLastToLeave_FreesTheFeed()
    {
        var one = await FollowAsync();
        var two = await FollowAsync();
        Assert.Equal(1, _feeds.Count);

        one.Dispose();
        one.Dispose();
        Assert.Equal(1, _feeds.Count);
        two.Dispose();

        Assert.Equal(0, _feeds.Count);
    }

    [Fact]
    public async Task Follow_WhileEventsArrive_BeginsAtOneCut()
    {
        // Events 4 and 5 reach the feed while the room is asked for its head, which answers 4.
        var head = new TaskCompletionSource<long>();
        var following = _feeds.FollowAsync("room", Format, () => head.Task);
        _feeds.Publish("room", [TextFormat.Event(4, "d")]);
        _feeds.Publish("room", [TextFormat.Event(5, "e")]);
        head.SetResult(4);

        using var lease = await following;
        _feeds.Publish("room", [TextFormat.Event(6, "f")]);

        Assert.Equal("[6:f]", Read(lease));
    }

    [Fact]
    public async Task Follow_WhenTheRoomDoesNotAnswer_FailsAndTheNextTryWorks()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => _feeds.FollowAsync("room", Format, () => Task.FromException<long>(new TimeoutException())));
        Assert.Equal(0, _feeds.Count);

        using var lease = await FollowAsync(head: 2);

        Assert.Equal(2, lease.Follower.Position);
    }

    [Fact]
    public void Publish_ToARoomNobodyFollows_KeepsNothing()
    {
        _feeds.Publish("room", [TextFormat.Event(1)]);

        Assert.Equal(0, _feeds.Count);
    }

    [Fact]
    public async Task Publish_WakesEveryFollower()
    {
        var leases = new List<FollowerLease>();
        for (var i = 0; i < 100; i++)
        {
            leases.Add(await FollowAsync());
        }

        var waits = leases.ConvertAll(lease => lease.Follower.WaitAsync().AsTask());
        _feeds.Publish("room", [TextFormat.Event(1, "a")]);
        await Task.WhenAll(waits).Within("every follower to wake");

        Assert.All(leases, lease => Assert.Equal("[1:a]", Read(lease)));
        leases.ForEach(lease => lease.Dispose());
    }

    [Fact]
    public async Task Leave_WhileOthersStay_KeepsWakingThem()
    {
        var leases = new List<FollowerLease>();
        for (var i = 0; i < 9; i++)
        {
            leases.Add(await FollowAsync());
        }

        foreach (var index in new[] { 0, 4, 8 })
        {
            leases[index].Dispose();
        }

        var staying = leases.Where((_, index) => index is not (0 or 4 or 8)).ToList();
        var waits = staying.ConvertAll(lease => lease.Follower.WaitAsync().AsTask());
        _feeds.Publish("room", [TextFormat.Event(1)]);

        await Task.WhenAll(waits).Within("those who stayed to wake");
        staying.ForEach(lease => lease.Dispose());
        Assert.Equal(0, _feeds.Count);
    }

    private Task<FollowerLease> FollowAsync(long head = 0) => _feeds.FollowAsync("room", Format, () => Task.FromResult(head));

    private static string Read(FollowerLease lease)
    {
        var output = new ArrayBufferWriter<byte>();
        lease.Follower.Read(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
