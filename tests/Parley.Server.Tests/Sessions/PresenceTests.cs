using Parley.Protocol.V1;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions;

public sealed class PresenceTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    private static string Room => $"presence-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Join_IsToldToTheOthers_AndTheyAreTold()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.GreetAsync(_server.ConnectRooms(), "bob");

        var joined = await bob.JoinAsync(Room);

        Assert.Equal(["ada", "bob"], joined.Members.Select(member => member.User));
        Assert.Equal(new Presence { Room = Room, User = "bob", State = PresenceState.Joined }, (await ada.NextAsync(Kind.Presence)).Presence);
        await bob.PingAsync();
        Assert.DoesNotContain(bob.Frames, frame => frame.Presence is not null);
    }

    [Fact]
    public async Task Leave_IsToldAtOnce()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        await ada.UntilAsync(Kind.Presence);

        await bob.LeaveAsync(Room);

        Assert.Equal(new Presence { Room = Room, User = "bob", State = PresenceState.Left }, (await ada.NextAsync(Kind.Presence)).Presence);
        Assert.Equal(["ada"], await ListAsync(_server, Room));
    }

    [Fact]
    public async Task HalfClose_IsLeavingAtOnce()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        await ada.UntilAsync(Kind.Presence);

        await bob.CompleteAsync();
        await bob.EndAsync();

        Assert.Equal(PresenceState.Left, (await ada.NextAsync(Kind.Presence)).Presence.State);
    }

    [Fact]
    public async Task TwoSessionsOfOneUser_AreOneMember_UntilBothHaveLeft()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var phone = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        using var laptop = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);

        Assert.Equal(["ada", "bob"], await ListAsync(_server, Room));
        await phone.LeaveAsync(Room);
        await phone.UntilAsync(Kind.Left);
        Assert.Equal(["ada", "bob"], await ListAsync(_server, Room));
        await laptop.LeaveAsync(Room);
        await laptop.UntilAsync(Kind.Left);

        await ada.UntilAsync(frame => frame.Presence?.State == PresenceState.Left, "Presence that bob left");
        Assert.Equal(2, ada.Frames.Count(frame => frame.Presence is not null));
        Assert.Equal(["ada"], await ListAsync(_server, Room));
    }

    [Fact]
    public async Task BrokenOff_StaysForTheGrace_ThenHasLeft()
    {
        await using var server = await StartAsync(graceMilliseconds: 1_000);
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        using (var bob = await SessionTester.JoinAsync(server.ConnectRooms(), "bob", Room))
        {
            await ada.UntilAsync(Kind.Presence);
        }

        await ada.PingAsync();
        Assert.Equal(Kind.Pong, ada.Frames[^1].FrameCase);
        Assert.Equal(["ada", "bob"], await ListAsync(server, Room));

        Assert.Equal(PresenceState.Left, (await ada.NextAsync(Kind.Presence)).Presence.State);
        Assert.Equal(["ada"], await ListAsync(server, Room));
    }

    [Fact]
    public async Task BrokenOff_AndBackWithinTheGrace_DoesNotFlicker()
    {
        await using var server = await StartAsync(graceMilliseconds: 2_000);
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        var bob = await SessionTester.JoinAsync(server.ConnectRooms(), "bob", Room);
        await ada.UntilAsync(Kind.Presence);
        for (var i = 0; i < 5; i++)
        {
            bob.Dispose();
            bob = await SessionTester.JoinAsync(server.ConnectRooms(), "bob", Room);
        }

        // The grace of somebody who broke off later ends after bob's would have.
        using (await SessionTester.JoinAsync(server.ConnectRooms(), "cyd", Room))
        {
        }

        await ada.UntilAsync(frame => frame.Presence is { User: "cyd", State: PresenceState.Left }, "Presence that cyd left");
        Assert.Equal(1, ada.Frames.Count(frame => frame.Presence?.User == "bob"));
        Assert.Equal(["ada", "bob"], await ListAsync(server, Room));
        bob.Dispose();
    }

    [Fact]
    public async Task BrokenOff_WithoutGrace_HasLeftAtOnce()
    {
        await using var server = await StartAsync(graceMilliseconds: 0);
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        using (await SessionTester.JoinAsync(server.ConnectRooms(), "bob", Room))
        {
            await ada.UntilAsync(Kind.Presence);
        }

        Assert.Equal(PresenceState.Left, (await ada.NextAsync(Kind.Presence)).Presence.State);
    }

    [Fact]
    public async Task RoomOf257_NobodyIsTold_AndMembersAreListedInPages()
    {
        using var first = await SessionTester.JoinAsync(_server.ConnectRooms(), "user-000", Room);
        var client = _server.ConnectRooms();
        var others = new List<SessionTester>();
        for (var i = 1; i < 256; i++)
        {
            others.Add(await SessionTester.JoinAsync(client, $"user-{i:D3}", Room));
        }

        await first.UntilAsync(frame => frame.Presence?.User == "user-255", "Presence of the 256th");
        Assert.Equal(255, first.Frames.Count(frame => frame.Presence is not null));
        Assert.Equal(256, others[^1].Frames[^1].Joined.Members.Count);

        using var oneMore = await SessionTester.GreetAsync(client, "user-256");
        var joined = await oneMore.JoinAsync(Room);
        Assert.Equal((257, 256, "user-000"), (joined.MemberCount, joined.Members.Count, joined.Members[0].User));
        await oneMore.SayAsync(Room, "c", "hello");
        await first.UntilAsync(Kind.Event);
        Assert.Equal(255, first.Frames.Count(frame => frame.Presence is not null));

        var listed = new List<string>();
        ListMembersResponse page;
        do
        {
            page = await client.ListMembersAsync(new ListMembersRequest { Room = Room, After = listed.LastOrDefault() ?? "" });
            Assert.Equal(257, page.MemberCount);
            listed.AddRange(page.Members.Select(member => member.User));
        }
        while (page.Members.Count == 100);
        Assert.Equal(Enumerable.Range(0, 257).Select(i => $"user-{i:D3}"), listed);

        others.ForEach(session => session.Dispose());
    }

    [Fact]
    public async Task Signal_ReachesTheOthers_NotTheSender()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        using var elsewhere = await SessionTester.JoinAsync(_server.ConnectRooms(), "cyd", $"{Room}-2");

        await bob.ShowAsync(Room, "typing", "yes");
        var signal = (await ada.UntilAsync(Kind.Signal)).Signal;

        Assert.Equal((Room, "bob", "typing", "yes"), (signal.Room, signal.User, signal.Key, signal.Content.ToStringUtf8()));
        await bob.PingAsync();
        await elsewhere.PingAsync();
        Assert.DoesNotContain(bob.Frames.Concat(elsewhere.Frames), frame => frame.Signal is not null);
    }

    [Fact]
    public async Task Signals_ForAReaderThatDoesNotRead_AreOnlyTheLatestOfEachUserAndKey()
    {
        const int Signals = 20_000;
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        var padding = new string('.', 1_000);
        for (var i = 0; i < Signals; i++)
        {
            await bob.ShowAsync(Room, i % 2 == 0 ? "cursor" : "typing", $"{i}{padding}");
        }

        await bob.SayAsync(Room, "c", "done");
        await ada.UntilAsync(Kind.Event);
        await bob.ShowAsync(Room, "cursor", $"{Signals}{padding}");
        await ada.UntilAsync(frame => frame.Signal?.Content.ToStringUtf8() == $"{Signals}{padding}", "the last signal");

        var shown = ada.Frames.Where(frame => frame.Signal is not null).Select(frame => frame.Signal).ToList();
        Assert.True(shown.Count < Signals / 2, $"{shown.Count} signals were kept for a reader that did not read.");
        foreach (var of in shown.GroupBy(signal => signal.Key))
        {
            var numbers = of.Select(signal => int.Parse(signal.Content.ToStringUtf8().TrimEnd('.'), System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(numbers.Order(), numbers);
            Assert.True(numbers[^1] >= Signals - 1, $"The last {of.Key} is {numbers[^1]}.");
        }
    }

    [Fact]
    public async Task Signals_OfManyRooms_ForAReaderThatDoesNotRead_AreHeldUpToTheSessionsLimit()
    {
        const int Rooms = 12;
        const int Signals = Rooms * 500;
        const int Posts = 200;
        const int Max = 4_096;
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        for (var i = 0; i < Rooms; i++)
        {
            await ada.JoinAsync($"{Room}-{i}");
            await bob.JoinAsync($"{Room}-{i}");
        }

        // More than the stream's window: from here on nothing is written to ada.
        var hearing = Task.Run(() => bob.EventsAsync(Room, Posts));
        for (var i = 0; i < Posts; i++)
        {
            await bob.PostAsync(Room, $"{i}", new string('x', 16_000));
        }

        await hearing;
        for (var i = 0; i < Signals; i++)
        {
            await bob.ShowAsync($"{Room}-{i % Rooms}", $"key-{i}", "held");
        }

        await bob.SayAsync(Room, "last", "last");
        await ada.EventsAsync(Room, Posts + 1);
        for (var i = 0; i < Rooms; i++)
        {
            await bob.ShowAsync($"{Room}-{i}", "key", "again");
            await ada.UntilAsync(frame => frame.Signal?.Content.ToStringUtf8() == "again", "a signal after it has read");
        }

        Assert.InRange(ada.Frames.Count(frame => frame.Signal?.Content.ToStringUtf8() == "held"), Max / 2, Max);
    }

    private static Task<ServerProcess> StartAsync(int graceMilliseconds) =>
        ServerProcess.StartAsync(environment: [new("PARLEY_MEMBER__GRACE_MILLISECONDS", $"{graceMilliseconds}")], data: ":memory:");

    internal static async Task<IEnumerable<string>> ListAsync(ServerProcess server, string room)
    {
        var page = await server.ConnectRooms().ListMembersAsync(new ListMembersRequest { Room = room });
        Assert.Equal(page.Members.Count, page.MemberCount);
        return page.Members.Select(member => member.User);
    }
}
