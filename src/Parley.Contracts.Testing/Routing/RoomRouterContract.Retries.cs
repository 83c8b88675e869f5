using Parley.Protocol;

namespace Parley.Contracts.Testing.Routing;

/// <content>Commands that are sent again.</content>
public abstract partial class RoomRouterContract
{
    /// <summary>
    /// A command that is sent again, in any call and any order, gets the sequence it got first and does not become a second event.
    /// </summary>
    [Fact]
    public async Task Post_Retry_GetsItsFirstSequence()
    {
        Assert.Equal([1, 2], Accepted(await PostAsync(Post("one", "id-1"), Post("two", "id-2"))));

        Assert.Equal([2, 3, 1], Accepted(await PostAsync(Post("two", "id-2"), Post("three", "id-3"), Post("one", "id-1"))));
        Assert.Equal(["one", "two", "three"], await TextsAsync(Room));
    }

    /// <summary>The same command from many callers at the same moment becomes one event, and every caller gets its sequence.</summary>
    [Fact]
    public async Task Post_ConcurrentRetries_BecomeOneEvent()
    {
        const int Callers = 50;

        var calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() =>
            PostAsync(Post("same", "id"), Post($"other {i}")))));

        Assert.Single(calls.Select(outcomes => Accepted(outcomes)[0]).Distinct());
        var texts = await TextsAsync(Room);
        Assert.Equal(Callers + 1, texts.Length);
        Assert.Single(texts, "same");
    }

    /// <summary>A command id is a user's own: another user's command with the same id is another command.</summary>
    [Fact]
    public async Task Post_CommandIdOfAnotherUser_IsAnotherCommand() =>
        Assert.Equal([1, 2], Accepted(await PostAsync(Post("one", "id"), Post("one", "id", user: "bob"))));

    /// <summary>A user who sends another text with a used command id is refused.</summary>
    [Fact]
    public async Task Post_CommandIdWithAnotherText_IsRefused()
    {
        await PostAsync(Post("one", "id"));

        var outcome = Assert.Single(await PostAsync(Post("two", "id")));

        Assert.Equal((0, ParleyCode.CommandIdReused), (outcome.Sequence, outcome.Rejection?.Code));
        Assert.Equal(["one"], await TextsAsync(Room));
    }
}
