using Parley.Protocol.V1;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Rooms;

public sealed class PresenceTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    private static string Room => $"presence-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Join_WithOthersPresent_IsAnnouncedToThem()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.GreetAsync(_server.ConnectRooms(), "bob");

        var joined = await bob.JoinAsync(Room);

        Assert.Equal(["ada", "bob"], joined.Members.Select(member => member.User));
        var presence = (await ada.NextAsync(Kind.Presence)).Presence;
        Assert.Equal(new Presence { Room = Room, User = "bob", State = PresenceState.Joined }, presence);
        await bob.PingAsync();
        Assert.DoesNotContain(bob.Frames, frame => frame.Presence is not null);
    }

    [Fact]
    public async Task Leave_WithOthersPresent_IsAnnouncedAtOnce()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        await ada.UntilAsync(Kind.Presence);

        await bob.LeaveAsync(Room);

        Assert.Equal(new Presence { Room = Room, User = "bob", State = PresenceState.Left }, (await ada.NextAsync(Kind.Presence)).Presence);
        Assert.Equal(["ada"], await RoomData.ListMembersAsync(_server, Room));
    }

    [Fact]
    public async Task HalfClose_WithOthersPresent_LeavesAtOnce()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        await ada.UntilAsync(Kind.Presence);

        await bob.CompleteAsync();
        await bob.EndAsync();

        Assert.Equal(PresenceState.Left, (await ada.NextAsync(Kind.Presence)).Presence.State);
    }

    [Fact]
    public async Task User_WithTwoSessions_IsOneMember()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var phone = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        using var laptop = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);

        Assert.Equal(["ada", "bob"], await RoomData.ListMembersAsync(_server, Room));
        await phone.LeaveAsync(Room);
        await phone.UntilAsync(Kind.Left);
        Assert.Equal(["ada", "bob"], await RoomData.ListMembersAsync(_server, Room));
        await laptop.LeaveAsync(Room);
        await laptop.UntilAsync(Kind.Left);

        await ada.UntilAsync(frame => frame.Presence?.State == PresenceState.Left, "Presence that bob left");
        Assert.Equal(2, ada.Frames.Count(frame => frame.Presence is not null));
        Assert.Equal(["ada"], await RoomData.ListMembersAsync(_server, Room));
    }

    [Fact]
    public async Task Disconnect_LongerThanTheGrace_Leaves()
    {
        await using var server = await StartAsync(graceMilliseconds: 1_000);
        using var ada = await SessionTester.JoinAsync(server.ConnectRooms(), "ada", Room);
        using (var bob = await SessionTester.JoinAsync(server.ConnectRooms(), "bob", Room))
        {
            await ada.UntilAsync(Kind.Presence);
        }

        await ada.PingAsync();
        Assert.Equal(Kind.Pong, ada.Frames[^1].FrameCase);
        Assert.Equal(["ada", "bob"], await RoomData.ListMembersAsync(server, Room));

        Assert.Equal(PresenceState.Left, (await ada.NextAsync(Kind.Presence)).Presence.State);
        Assert.Equal(["ada"], await RoomData.ListMembersAsync(server, Room));
    }

    [Fact]
    public async Task Disconnect_BackWithinTheGrace_DoesNotFlicker()
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

        // Cyd breaks off later than bob, so his grace ends later than bob's would have.
        using (await SessionTester.JoinAsync(server.ConnectRooms(), "cyd", Room))
        {
        }

        await ada.UntilAsync(frame => frame.Presence is { User: "cyd", State: PresenceState.Left }, "Presence that cyd left");
        Assert.Equal(1, ada.Frames.Count(frame => frame.Presence?.User == "bob"));
        Assert.Equal(["ada", "bob"], await RoomData.ListMembersAsync(server, Room));
        bob.Dispose();
    }

    [Fact]
    public async Task Disconnect_WithoutGrace_LeavesAtOnce()
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
    public async Task Room_Of257Members_IsListedButNotAnnounced()
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

    private static Task<ServerProcess> StartAsync(int graceMilliseconds) =>
        ServerProcess.StartAsync(environment: [new("PARLEY_MEMBER__GRACE_MILLISECONDS", $"{graceMilliseconds}")], data: ":memory:");
}
