using System.Globalization;
using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>Session clients in three languages against a real server that keeps running.</summary>
[Collection(nameof(SessionCollection))]
public sealed class SessionClientTests(SharedServer shared)
{
    private const int Each = 500;

    private string Address => shared.Server.GrpcAddress;

    [Fact]
    public async Task BothContracts_Talking_SeeTheSameOrder()
    {
        const string Room = "both-contracts";
        await using var ada = await SessionClient.JoinAsync(Languages.Go, Address, "ada", Room);
        await using var bob = await SessionClient.JoinAsync(Languages.Python, Address, "bob", Room);
        await using var zoe = await SessionClient.JoinAsync(Languages.TypeScript, AddressFor(Languages.TypeScript), "zoe", Room);
        await using var eve = await ChatClient.JoinAsync(Languages.CSharp, Address, "eve", Room, Texts("eve").First());

        await Task.WhenAll(
            ada.PostAsync(Texts("ada")), bob.PostAsync(Texts("bob")), zoe.PostAsync(Texts("zoe")), eve.PostAsync(Texts("eve").Skip(1)));
        var chat = eve.ReadMessagesAsync((4 * Each) - 1);
        await Task.WhenAll(ada.ReadEventsAsync(4 * Each), bob.ReadEventsAsync(4 * Each), zoe.ReadEventsAsync(4 * Each), chat);

        Assert.Equal(0, await ada.LeaveAsync());
        Assert.Equal(0, await bob.LeaveAsync());
        Assert.Equal(0, await zoe.LeaveAsync());
        var log = await RoomLog.ReadAsync(Address, Room);
        RoomLog.AssertSaw(ada, "ada", Texts("ada"), log);
        RoomLog.AssertSaw(bob, "bob", Texts("bob"), log);
        RoomLog.AssertSaw(zoe, "zoe", Texts("zoe"), log);
        Assert.Equal(log.Skip(1).Select(@event => $"{@event.User}: {@event.Text}"), await chat);
        Assert.Equal(Texts("eve"), log.Where(@event => @event.User == "eve").Select(@event => @event.Text));
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.TypeScript)]
    public async Task Join_LastOrAfterPosition_BeginsThere(string language)
    {
        var room = $"history-{language}";
        await using var ada = await SessionClient.JoinAsync(language, AddressFor(language), "ada", room);
        await ada.PostAsync("1", "2", "3", "4", "5");
        await ada.ReadEventsAsync(5);
        var position = ada.Position[..^1] + ada.Events[2].Sequence.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(0, await ada.LeaveAsync());
        Assert.EndsWith(":5", ada.Position, StringComparison.Ordinal);

        await using var last = await SessionClient.JoinAsync(language, AddressFor(language), "bob", room, "--last", "4");
        await using var all = await SessionClient.JoinAsync(language, AddressFor(language), "bob", room, "--last", "100");
        await using var after = await SessionClient.JoinAsync(language, AddressFor(language), "bob", room, "--after", position);
        await using var onlyNew = await SessionClient.JoinAsync(language, AddressFor(language), "bob", room);
        await last.PostAsync("6");
        await Task.WhenAll(last.ReadEventsAsync(5), all.ReadEventsAsync(6), after.ReadEventsAsync(3), onlyNew.ReadEventsAsync(1));

        Assert.Equal([2, 3, 4, 5, 6], last.Events.Select(@event => @event.Sequence));
        Assert.Equal(await RoomLog.ReadAsync(Address, room), all.Events);
        Assert.Equal([4, 5, 6], after.Events.Select(@event => @event.Sequence));
        Assert.Equal([6], onlyNew.Events.Select(@event => @event.Sequence));
        Assert.Equal(0, after.Resets);
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.TypeScript)]
    public async Task Post_Refused_IsReportedAndOthersAreAccepted(string language)
    {
        var room = $"refused-{language}";
        await using var ada = await SessionClient.JoinAsync(language, AddressFor(language), "ada", room);

        await ada.PostAsync("before", new string('x', 16_385), new string('y', 16_384), "after");
        await ada.ReadUntilAsync(() => ada.Events.Count == 3);

        Assert.Equal(1, await ada.LeaveAsync());
        Assert.Equal(["TEXT_TOO_LONG"], ada.Refused);
        Assert.Equal(["before", new string('y', 16_384), "after"], ada.Events.Select(@event => @event.Text));
        Assert.Equal(3, ada.Accepted.Count);
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.TypeScript)]
    public async Task Json_TextWithControls_HasTheTextAndNoControl(string language)
    {
        const string Text = "\e[31m \u007F\u009B2J żółć";
        await using var ada = await SessionClient.JoinAsync(language, AddressFor(language), "ada", $"controls-{language}");

        await ada.PostAsync(Text);
        await ada.ReadEventsAsync(1);

        Assert.Equal(Text, ada.Events[0].Text);
        Assert.DoesNotContain(ada.Process.Transcript, character => char.IsControl(character) && character != '\n');
        Assert.Contains("żółć", ada.Process.Transcript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Languages.Go, "ada", "not;a;room", "room name")]
    [InlineData(Languages.Python, "ada", "not;a;room", "room name")]
    [InlineData(Languages.TypeScript, "ada", "not;a;room", "room name")]
    [InlineData(Languages.Go, " ", "lobby", "user name")]
    [InlineData(Languages.Python, " ", "lobby", "user name")]
    [InlineData(Languages.TypeScript, " ", "lobby", "user name")]
    public async Task Session_RefusedForGood_PrintsTheReasonAndFails(string language, string user, string room, string reason)
    {
        await using var client = await SessionClient.StartAsync(language, AddressFor(language), user, room);

        Assert.Equal(1, await client.Process.WaitForExitAsync());
        Assert.Contains(reason, Assert.Single(client.Process.Errors), StringComparison.Ordinal);
    }

    private string AddressFor(string language) => Languages.AddressFor(language, shared.Server);

    private static IEnumerable<string> Texts(string user) => Enumerable.Range(0, Each).Select(i => $"{user} {i} – żółć 日本語");
}
