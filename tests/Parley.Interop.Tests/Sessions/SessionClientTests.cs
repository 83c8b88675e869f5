using System.Globalization;
using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>Session clients of two languages against a real server that nothing happens to.</summary>
[Collection(nameof(SessionCollection))]
public sealed class SessionClientTests(SharedServer shared)
{
    private const int Each = 500;

    private string Address => shared.Server.GrpcAddress;

    [Fact]
    public async Task SessionsAndChat_Talking_SeeTheSameOrder()
    {
        const string Room = "sessions-and-chat";
        await using var ada = await SessionClient.JoinAsync(Languages.Go, Address, "ada", Room);
        await using var bob = await SessionClient.JoinAsync(Languages.Python, Address, "bob", Room);
        await using var eve = await Languages.StartClientAsync(Languages.CSharp, Address, "eve", Room);
        await eve.Input.WriteLineAsync("eve 0 – żółć 日本語");
        await eve.Input.FlushAsync();
        await eve.ReadLineAsync("eve 0");

        await Task.WhenAll(ada.SayAsync(Lines("ada")), bob.SayAsync(Lines("bob")), SayAsync(eve, Lines("eve").Skip(1)));
        var chat = HearAsync(eve, (3 * Each) - 1);
        await Task.WhenAll(ada.HearAsync(3 * Each), bob.HearAsync(3 * Each), chat);

        Assert.Equal(0, await ada.LeaveAsync());
        Assert.Equal(0, await bob.LeaveAsync());
        var log = await RoomLog.ReadAsync(Address, Room);
        RoomLog.AssertSaw(ada, "ada", Lines("ada"), log);
        RoomLog.AssertSaw(bob, "bob", Lines("bob"), log);
        Assert.Equal(log.Skip(1).Select(@event => $"{@event.User}: {@event.Text}"), await chat);
        Assert.Equal(Lines("eve"), log.Where(@event => @event.User == "eve").Select(@event => @event.Text));
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    public async Task Join_WithTheLastOrAfterAPosition_BeginsThere(string language)
    {
        var room = $"history-{language}";
        await using var ada = await SessionClient.JoinAsync(language, Address, "ada", room);
        await ada.SayAsync("1", "2", "3", "4", "5");
        await ada.HearAsync(3);
        var position = ada.Position[..^1] + ada.Events[2].Sequence.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(0, await ada.LeaveAsync());
        Assert.EndsWith(":5", ada.Position, StringComparison.Ordinal);

        await using var last = await SessionClient.JoinAsync(language, Address, "bob", room, "--last", "4");
        await using var all = await SessionClient.JoinAsync(language, Address, "bob", room, "--last", "100");
        await using var after = await SessionClient.JoinAsync(language, Address, "bob", room, "--after", position);
        await using var onlyNew = await SessionClient.JoinAsync(language, Address, "bob", room);
        await last.SayAsync("6");
        await Task.WhenAll(last.HearAsync(5), all.HearAsync(6), after.HearAsync(3), onlyNew.HearAsync(1));

        Assert.Equal([2, 3, 4, 5, 6], last.Events.Select(@event => @event.Sequence));
        Assert.Equal(await RoomLog.ReadAsync(Address, room), all.Events);
        Assert.Equal([4, 5, 6], after.Events.Select(@event => @event.Sequence));
        Assert.Equal([6], onlyNew.Events.Select(@event => @event.Sequence));
        Assert.Equal(0, after.Resets);
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    public async Task Post_ThatIsRefused_IsToldAndTheOthersGoOn(string language)
    {
        var room = $"refused-{language}";
        await using var ada = await SessionClient.JoinAsync(language, Address, "ada", room);

        await ada.SayAsync("before", new string('x', 16_385), new string('y', 16_384), "after");

        Assert.Equal(1, await ada.LeaveAsync());
        Assert.Equal(["TEXT_TOO_LONG"], ada.Refused);
        Assert.Equal(["before", new string('y', 16_384), "after"], ada.Events.Select(@event => @event.Text));
        Assert.Equal(3, ada.Accepted.Count);
    }

    [Theory]
    [InlineData(Languages.Go, "ada", "not;a;room", "room name")]
    [InlineData(Languages.Python, "ada", "not;a;room", "room name")]
    [InlineData(Languages.Go, " ", "lobby", "user name")]
    [InlineData(Languages.Python, " ", "lobby", "user name")]
    public async Task Session_RefusedForGood_ShowsTheServersReasonAndGivesUp(string language, string user, string room, string reason)
    {
        await using var client = await SessionClient.StartAsync(language, Address, user, room);

        Assert.Equal(1, await client.Process.WaitForExitAsync());
        Assert.Contains(reason, Assert.Single(client.Process.Errors), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(string user) => Enumerable.Range(0, Each).Select(i => $"{user} {i} – żółć 日本語");

    private static async Task SayAsync(TestProcess chat, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await chat.Input.WriteLineAsync(line);
        }

        await chat.Input.FlushAsync();
    }

    private static async Task<List<string>> HearAsync(TestProcess chat, int count)
    {
        var lines = new List<string>();
        while (lines.Count < count)
        {
            var line = await chat.ReadLineAsync();
            lines.Add(line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..]);
        }

        return lines;
    }
}
