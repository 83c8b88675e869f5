using Parley.Client.Tests.Fakes;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Rooms;

public sealed class PresenceTests
{
    [Fact]
    public async Task Members_AfterPresenceChanges_AreCurrent()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        Assert.Equal(["ada"], room.Members);
        await using var changes = room.ReadPresenceAsync().GetAsyncEnumerator();
        var first = changes.NextAsync();

        session.Send(Presence("cy", PresenceState.Joined));
        Assert.Equal(new("cy", IsHere: true), await first);
        session.Send(Presence("ben", PresenceState.Joined));
        Assert.Equal(new("ben", IsHere: true), await changes.NextAsync());
        Assert.Equal(["ada", "ben", "cy"], room.Members);
        Assert.Equal(3, room.MemberCount);

        session.Send(Presence("cy", PresenceState.Left));
        Assert.Equal(new("cy", IsHere: false), await changes.NextAsync());
        Assert.Equal(["ada", "ben"], room.Members);
        Assert.Equal(2, room.MemberCount);
    }

    [Fact]
    public async Task Members_AfterReconnecting_AreCurrentAndChangesAreRead()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        await using var changes = room.ReadPresenceAsync().GetAsyncEnumerator();
        var first = changes.NextAsync();
        session.Send(Presence("ben", PresenceState.Joined));
        await first;

        session.Cut();

        Assert.Equal(new("ben", IsHere: false), await changes.NextAsync());
        Assert.Equal(["ada"], room.Members);
    }

    [Fact]
    public async Task MemberCount_LargeRoom_IncludesUnlistedMembers()
    {
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) =>
        {
            if (frame.FrameCase != ClientFrame.FrameOneofCase.Join)
            {
                return false;
            }

            var joined = new Joined { Room = "lobby", Epoch = "e1", Members = { new Member { User = "ada" } }, MemberCount = 5_000 };
            session.Send(new ServerFrame { Joined = joined });
            return true;
        };
        await using var parley = await server.ConnectAsync();

        var room = await parley.JoinAsync("lobby").Within("the join");

        Assert.Equal((1, 5_000), (room.Members.Count, room.MemberCount));
        Assert.Equal(["ada", "ben", "cy"], await room.ListMembersAsync().ToListAsync());
    }

    [Fact]
    public async Task Members_Listed_ReplaceWhatWasKnownAndChangesAreRead()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        await using var changes = room.ReadPresenceAsync().GetAsyncEnumerator();
        var first = changes.NextAsync();
        session.Send(Presence("ben", PresenceState.Joined));
        await first;

        session.Send(Members(300));
        session.Send(Members(2, "ada", "cy"));
        var both = new[] { await changes.NextAsync(), await changes.NextAsync() };

        Assert.Equivalent(new PresenceChange[] { new("ben", IsHere: false), new("cy", IsHere: true) }, both);
        Assert.Equal(["ada", "cy"], room.Members);
        Assert.Equal(2, room.MemberCount);
    }

    [Fact]
    public async Task Members_RoomThatGrewTooLarge_AreThoseKnownAndTheCountIsCurrent()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        await using var signals = room.ReadSignalsAsync().GetAsyncEnumerator();
        var signal = signals.NextAsync();

        session.Send(Members(300));
        session.Send(new() { Signal = new() { Room = "lobby", User = "ben", Key = "typing" } });
        await signal;

        Assert.Equal(["ada"], room.Members);
        Assert.Equal(300, room.MemberCount);
    }

    [Fact]
    public async Task ReadPresence_TwoReaders_EachGetTheChange()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var one = room.ReadPresenceAsync().GetAsyncEnumerator();
        await using var two = room.ReadPresenceAsync().GetAsyncEnumerator();
        var both = Task.WhenAll(one.NextAsync(), two.NextAsync());

        (await server.SessionAsync()).Send(Presence("ben", PresenceState.Joined));

        Assert.All(await both.Within("both"), change => Assert.Equal(new("ben", IsHere: true), change));
    }

    private static ServerFrame Members(int count, params string[] users) => new()
    {
        Members = new() { Room = "lobby", MemberCount = count, Members_ = { users.Select(user => new Member { User = user }) } },
    };

    private static ServerFrame Presence(string user, PresenceState state) =>
        new() { Presence = new() { Room = "lobby", User = user, State = state } };
}
