using Parley.Engine.Logs;
using Parley.Protocol;
using Parley.Rooms;

namespace Parley.Contracts.Testing.Routing;

/// <content>Durable before visible, and logs that fail.</content>
public abstract partial class RoomRouterContract
{
    /// <summary>A post is neither answered nor visible before the log has it.</summary>
    [Fact]
    public async Task Post_WhileTheLogAppends_IsNeitherAnsweredNorVisible()
    {
        using var follower = await _host.FollowAsync(Room);
        var hold = Log.HoldAppends();

        var posting = PostAsync(Post("one"));
        await hold.Reached.InTime();
        Assert.False(posting.IsCompleted);
        Assert.Empty(await follower.ReadAsync());
        hold.Release();

        Assert.Equal([1], Accepted(await posting));
        Assert.Equal([1], await follower.ReadAsync());
    }

    /// <summary>When a post is answered, the log has it and every follower can read it.</summary>
    [Fact]
    public async Task Post_Answered_IsDurableAndVisible()
    {
        using var first = await _host.FollowAsync(Room);
        using var second = await _host.FollowAsync(Room);

        for (var sequence = 1; sequence <= 100; sequence++)
        {
            Assert.Equal([sequence], Accepted(await PostAsync(Post($"{sequence}"))));

            Assert.Equal(sequence, await Log.ReadHeadAsync(Room));
            Assert.Equal(Dense(sequence), await first.ReadAsync());
            Assert.Equal(Dense(sequence), await second.ReadAsync());
        }
    }

    /// <summary>While a room's log cannot be read, posts to it fail with <see cref="RoomLogException"/> and nothing is posted.</summary>
    [Fact]
    public async Task Post_LogCannotBeRead_ThrowsAndPostsNothing()
    {
        using var follower = await _host.FollowAsync(Room);
        Log.FailReads(Room);

        await Assert.ThrowsAsync<RoomLogException>(() => PostAsync(Post("lost")));
        await Assert.ThrowsAsync<RoomLogException>(() => PostAsync(Post("lost too")));
        Log.RestoreReads(Room);

        Assert.Empty(await follower.ReadAsync());
        Assert.Equal([1], Accepted(await PostAsync(Post("one"))));
        Assert.Equal(["one"], await TextsAsync(Room));
    }

    /// <summary>If a command must be looked up and the log cannot be read, the command fails too, and does not become an event.</summary>
    [Fact]
    public async Task Post_CommandCannotBeLookedUp_ThrowsAndPostsNothing()
    {
        await Log.AppendElsewhereAsync(Room, RoomEvent.Message(1, "ada", DateTimeOffset.UnixEpoch, "one", "id-1"));
        Assert.Equal([2], Accepted(await PostAsync(Post("two"))));
        Log.FailReads(Room);

        await Assert.ThrowsAsync<RoomLogException>(() => PostAsync(Post("one", "id-1"), Post("lost")));
        Log.RestoreReads(Room);

        Assert.Equal([1, 3], Accepted(await PostAsync(Post("one", "id-1"), Post("three"))));
        Assert.Equal(["one", "two", "three"], await TextsAsync(Room));
    }

    /// <summary>When an append fails, its posts are refused, nobody sees them, and their sequences go to the next posts.</summary>
    [Fact]
    public async Task Post_AppendFails_IsRefusedAndTheRoomContinues()
    {
        using var follower = await _host.FollowAsync(Room);
        await PostAsync(Post("one"));
        Log.FailNextAppend();

        var outcomes = await PostAsync(Posts("lost", 2));

        Assert.All(outcomes, outcome => Assert.Equal((0, ParleyCode.Unavailable), (outcome.Sequence, outcome.Rejection?.Code)));
        Assert.Equal([2], Accepted(await PostAsync(Post("two"))));
        Assert.Equal([1, 2], await follower.ReadAsync());
        Assert.Equal(["one", "two"], await TextsAsync(Room));
    }

    /// <summary>
    /// When another process has continued the room, the next post is refused, or accepted if the router has already noticed. The room then
    /// continues after the other process's event, and followers see that event too.
    /// </summary>
    [Fact]
    public async Task Post_AfterAConflict_ContinuesTheRoom()
    {
        using var follower = await _host.FollowAsync(Room);
        await PostAsync(Post("one"));
        await Log.AppendElsewhereAsync(Room, RoomEvent.Message(2, "bob", DateTimeOffset.UnixEpoch, "elsewhere", "id-2"));

        var conflicting = Assert.Single(await PostAsync(Post("three", "id-3")));
        Assert.True(conflicting.Sequence == 3 || conflicting.Rejection?.Code == ParleyCode.Unavailable, $"{conflicting}");

        Assert.Equal([3, 4], Accepted(await PostAsync(Post("three", "id-3"), Post("four"))));
        Assert.Equal([2], Accepted(await PostAsync(Post("elsewhere", "id-2", user: "bob"))));
        Assert.Equal(["one", "elsewhere", "three", "four"], await TextsAsync(Room));
        Assert.Equal(Dense(4), await follower.ReadAsync());
    }

    /// <summary>If the log cannot be read after a conflict, posts fail until it can, and the room then continues.</summary>
    [Fact]
    public async Task Post_LogCannotBeReadAfterAConflict_ThrowsUntilItCan()
    {
        await PostAsync(Post("one"));
        await Log.AppendElsewhereAsync(Room, RoomEvent.Message(2, "bob", DateTimeOffset.UnixEpoch, "elsewhere"));
        Log.FailReads(Room);

        var conflicting = Assert.Single(await PostAsync(Post("lost")));
        Assert.Equal(ParleyCode.Unavailable, conflicting.Rejection?.Code);
        await Assert.ThrowsAsync<RoomLogException>(() => PostAsync(Post("lost too")));
        Log.RestoreReads(Room);

        Assert.Equal([3], Accepted(await PostAsync(Post("three"))));
        Assert.Equal(["one", "elsewhere", "three"], await TextsAsync(Room));
    }
}
