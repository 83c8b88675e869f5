using Parley.Engine.Logs;
using Parley.Protocol;

namespace Parley.Contracts.Testing.Routing;

/// <content>The order of posts, of calls, and of rooms.</content>
public abstract partial class RoomRouterContract
{
    /// <summary>The posts of one call become neighbouring events in the order of the call, no matter how many callers post.</summary>
    [Fact]
    public async Task Post_CallWithManyPosts_KeepsThemTogether()
    {
        const int Callers = 20;
        const int Length = 5;

        var calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => PostAsync(Posts($"{i}", Length))));

        var texts = await TextsAsync(Room);
        for (var i = 0; i < Callers; i++)
        {
            var sequences = Accepted(calls[i]);
            Assert.Equal(Enumerable.Range(0, Length).Select(offset => sequences[0] + offset), sequences);
            Assert.Equal(Enumerable.Range(1, Length).Select(n => $"{i}/{n}"), sequences.Select(sequence => texts[sequence - 1]));
        }
    }

    /// <summary>
    /// What a caller posts in one call comes before what it posts after the answer, no matter how many others post meanwhile.
    /// </summary>
    [Fact]
    public async Task Post_CallsOfOneCaller_KeepTheirOrder()
    {
        const int Callers = 20;
        const int CallsEach = 50;

        var callers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var sequences = new List<long>();
            for (var call = 0; call < CallsEach; call++)
            {
                sequences.AddRange(Accepted(await PostAsync(Post($"{caller}/{call}"))));
            }

            return sequences;
        })));

        var texts = await TextsAsync(Room);
        for (var caller = 0; caller < Callers; caller++)
        {
            Assert.Equal(callers[caller].Order(), callers[caller]);
            Assert.Equal(Enumerable.Range(0, CallsEach).Select(call => $"{caller}/{call}"), callers[caller].Select(i => texts[i - 1]));
        }
    }

    /// <summary>Calls that are made at the same moment, from many threads, get sequences without gaps or duplicates.</summary>
    [Fact]
    public async Task Post_ConcurrentCalls_GetDenseSequences()
    {
        const int Calls = 1_000;

        var calls = await Task.WhenAll(Enumerable.Range(0, Calls).Select(i => Task.Run(() => PostAsync(Post($"{i}")))));

        Assert.Equal(Dense(Calls), calls.SelectMany(Accepted).Order());
        var texts = await TextsAsync(Room);
        Assert.Equal(Enumerable.Range(0, Calls).Select(i => $"{i}"), calls.Select(outcomes => texts[outcomes[0].Sequence - 1]));
    }

    /// <summary>
    /// A post that the room refuses is answered where it stands in the call; the accepted posts of the call stay neighbours.
    /// </summary>
    [Fact]
    public async Task Post_OneIsRefused_AnswersItInItsPlace()
    {
        var outcomes = await PostAsync(Post("one"), Post("refused", user: ""), Post("two"));

        Assert.Equal([1, 0, 2], outcomes.Select(outcome => outcome.Sequence));
        Assert.Equal([null, ParleyCode.Invalid, null], outcomes.Select(outcome => outcome.Rejection?.Code));
        Assert.Equal(["one", "two"], await TextsAsync(Room));
    }

    /// <summary>A call without posts is answered without outcomes.</summary>
    [Fact]
    public async Task Post_NoPosts_AnswersNothing() => Assert.Empty(await PostAsync());

    /// <summary>Each room has a numbering of its own, and a room whose log cannot be read does not hold up another.</summary>
    [Fact]
    public async Task Post_OneRoomFails_LeavesTheOtherAlone()
    {
        Assert.Equal([1, 2], Accepted(await PostToAsync("one", Posts("one", 2))));
        Log.FailReads("two");

        var failing = PostToAsync("two", Posts("two", 1));
        Assert.Equal([3, 4], Accepted(await PostToAsync("one", Posts("one", 2))));
        await Assert.ThrowsAsync<RoomLogException>(() => failing);
        Log.RestoreReads("two");

        Assert.Equal([1], Accepted(await PostToAsync("two", Posts("two", 1))));
        Assert.Equal([5], Accepted(await PostToAsync("one", Posts("one", 1))));
    }

    /// <summary>A hundred rooms that are posted to at the same moment each get dense sequences, and only their own posts.</summary>
    [Fact]
    public async Task Post_100RoomsAtOnce_NumbersEachRoom()
    {
        const int Rooms = 100;
        const int CallsEach = 5;
        const int Length = 3;

        await Task.WhenAll(Enumerable.Range(0, Rooms * CallsEach).Select(async i =>
            Accepted(await PostToAsync($"room-{i % Rooms}", Posts($"room-{i % Rooms}", Length)))));

        for (var room = 0; room < Rooms; room++)
        {
            var events = await Log.ReadAllAsync($"room-{room}");
            Assert.Equal(Dense(CallsEach * Length), events.Select(@event => @event.Sequence));
            Assert.All(events, @event => Assert.StartsWith($"room-{room}/", @event.Text, StringComparison.Ordinal));
        }
    }
}
