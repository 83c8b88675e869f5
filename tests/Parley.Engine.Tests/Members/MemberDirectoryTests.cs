using System.Text;
using CsCheck;
using Microsoft.Extensions.Options;
using Parley.Engine.Members;

namespace Parley.Engine.Tests.Members;

public sealed class MemberDirectoryTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly MemberDirectory _members;

    public MemberDirectoryTests() => _members = Create(_time, maxAnnounced: 256);

    [Fact]
    public void Leave_AfterBreakingOff_IsAnnouncedWhenTheGraceEnds()
    {
        var ada = Enter("ada");
        var bob = Enter("bob");

        _members.Leave("room", bob, isBroken: true);
        _time.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["bob joined"], ada.Notifications);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["bob joined", "bob left"], ada.Notifications);
        Assert.Equal(["ada"], _members.List("room", "", 10).Users);
    }

    [Fact]
    public void Grace_OfAnEarlierBreak_DoesNotEndALaterOne()
    {
        var ada = Enter("ada");
        _members.Leave("room", Enter("bob"), isBroken: true);
        _time.Advance(Grace * 0.9);
        var back = Enter("bob");
        _members.Leave("room", back, isBroken: true);
        _time.Advance(Grace * 0.9);
        Assert.Equal(["bob joined"], ada.Notifications);

        _time.Advance(Grace * 0.1);

        Assert.Equal(["bob joined", "bob left"], ada.Notifications);
    }

    [Fact]
    public void Leave_OneOfTwoSessions_IsNotAnnounced()
    {
        var ada = Enter("ada");
        var (phone, laptop) = (Enter("bob"), Enter("bob"));

        _members.Leave("room", phone, isBroken: false);
        _members.Leave("room", phone, isBroken: false);
        Assert.Equal(["bob joined"], ada.Notifications);
        _members.Leave("room", laptop, isBroken: false);

        Assert.Equal(["bob joined", "bob left"], ada.Notifications);
    }

    [Fact]
    public void Enter_BeyondMaxAnnounced_IsNotAnnounced()
    {
        var members = Create(_time, maxAnnounced: 2);
        var ada = new RecordingSession("ada");
        members.Enter("room", ada);
        members.Enter("room", new RecordingSession("bob"));
        var cyd = new RecordingSession("cyd");
        var list = members.Enter("room", cyd);
        Assert.Equal(["bob joined", "members unknown"], ada.Notifications);
        Assert.Equal(["ada", "bob"], list.Users);
        Assert.Equal(3, list.Count);
        Assert.Equivalent(new MemberList([], 3), members.ListAnnounced("room"));

        members.Leave("room", cyd, isBroken: false);
        Assert.Equal(["bob joined", "members unknown"], ada.Notifications);
        _time.Advance(Pause);

        Assert.Equal(["bob joined", "members unknown", "members unknown"], ada.Notifications);
        Assert.Equivalent(new MemberList(["ada", "bob"], 2), members.ListAnnounced("room"));
    }

    [Fact]
    public void ListAnnounced_LateWhileTheRoomIsBrieflySmall_IsTakenBackWhenItGrows()
    {
        var members = Create(_time, maxAnnounced: 2);
        var ada = new RecordingSession("ada");
        members.Enter("room", ada);
        members.Enter("room", new RecordingSession("bob"));
        var cyd = new RecordingSession("cyd");
        members.Enter("room", cyd);
        members.Leave("room", cyd, isBroken: false);

        // Ada's writer gets to the first notification only now, and the list looks complete.
        Assert.Equal(["ada", "bob"], members.ListAnnounced("room").Users);
        members.Enter("room", new RecordingSession("dan"));

        Assert.Equal(["bob joined", "members unknown", "members unknown"], ada.Notifications);
        Assert.Empty(members.ListAnnounced("room").Users);
    }

    [Fact]
    public void Enter_OneUserComesAndGoesAtTheLimit_CausesOneListAtMostEverySecond()
    {
        var members = Create(_time, maxAnnounced: 2);
        var ada = new RecordingSession("ada");
        members.Enter("room", ada);
        members.Enter("room", new RecordingSession("bob"));
        for (var i = 0; i < 100; i++)
        {
            var cyd = new RecordingSession("cyd");
            members.Enter("room", cyd);
            members.Leave("room", cyd, isBroken: false);
        }

        Assert.Equal(["bob joined", "members unknown"], ada.Notifications);
        _time.Advance(Pause);

        Assert.Equal(["bob joined", "members unknown", "members unknown"], ada.Notifications);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void Signal_BeyondMaxAnnounced_IsNotDelivered()
    {
        var members = Create(_time, maxAnnounced: 2);
        var (ada, bob, cyd) = (new RecordingSession("ada"), new RecordingSession("bob"), new RecordingSession("cyd"));
        members.Enter("room", ada);
        members.Enter("room", bob);
        members.Signal("room", new MemberSignal("bob", "typing", default), bob);
        members.Enter("room", cyd);
        members.Signal("room", new MemberSignal("bob", "cursor", default), bob);
        members.Leave("room", cyd, isBroken: false);
        members.Signal("room", new MemberSignal("bob", "idle", default), bob);

        Assert.Equal(["bob joined", "bob sent typing", "members unknown", "bob sent idle"], ada.Notifications);
        Assert.Equal(["members unknown"], bob.Notifications);
        Assert.Empty(cyd.Notifications);
    }

    [Fact]
    public void Leave_LastMember_RemovesTheRoom()
    {
        var ada = Enter("ada");
        var bob = Enter("bob");
        _members.Leave("room", ada, isBroken: false);
        _members.Leave("room", bob, isBroken: true);
        Assert.Equal(1, _members.Count);

        _time.Advance(Grace);

        Assert.Equal(0, _members.Count);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void List_AnyNames_IsInTheOrderOfBytesAndPagesAreExact()
    {
        var names = Gen.OneOf(Gen.Int[0x41, 0x5A], Gen.Int[0xD700, 0xD7FF], Gen.Int[0xE000, 0xFFFD], Gen.Int[0x10000, 0x1F6FF])
            .Select(char.ConvertFromUtf32).Array[1, 4].Select(string.Concat);
        Gen.Select(names.Array[0, 40], Gen.Int[1, 7]).Sample((users, count) =>
        {
            var members = Create(new ManualTime(), maxAnnounced: 256);
            foreach (var user in users)
            {
                members.Enter("room", new RecordingSession(user));
            }

            var listed = new List<string>();
            while (members.List("room", listed.LastOrDefault() ?? "", count).Users is { Count: > 0 } page)
            {
                listed.AddRange(page);
            }

            var byBytes = users.Distinct().OrderBy(user => Convert.ToHexString(Encoding.UTF8.GetBytes(user)), StringComparer.Ordinal);
            Assert.Equal(byBytes, listed);
        });
    }

    [Fact]
    public void Presence_AnyComingAndGoing_IsCorrectForEverySession() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 99].Array[1, 200]).Sample((maxAnnounced, steps) =>
        {
            var time = new ManualTime();
            var members = Create(time, maxAnnounced);
            var sessions = new List<RecordingSession>();
            foreach (var step in steps)
            {
                Apply(step, time, members, sessions);
            }

            time.Advance(Pause);
            var present = members.List("room", "", 100);
            Assert.All(sessions, session => session.AssertKnows(present, maxAnnounced));

            sessions.ForEach(session => members.Leave("room", session, isBroken: true));
            time.Advance(Grace);
            Assert.Equal(0, members.Count);
            Assert.Equal(0, time.Timers);
        });

    private static void Apply(int step, ManualTime time, MemberDirectory members, List<RecordingSession> sessions)
    {
        if (step < 40 || sessions.Count == 0)
        {
            var session = new RecordingSession($"user-{step % 5}");
            session.Reset(members.Enter("room", session));
            session.List = () => members.ListAnnounced("room");
            sessions.Add(session);
        }
        else if (step < 90)
        {
            var session = sessions[step % sessions.Count];
            sessions.Remove(session);
            members.Leave("room", session, isBroken: step % 2 == 0);
        }
        else
        {
            time.Advance(Grace * (step - 89) / 4);
        }
    }

    private static MemberDirectory Create(TimeProvider time, int maxAnnounced) => new(
        Options.Create(new MemberOptions { GraceMilliseconds = (int)Grace.TotalMilliseconds, MaxAnnounced = maxAnnounced }), time);

    private RecordingSession Enter(string user)
    {
        var session = new RecordingSession(user);
        _members.Enter("room", session);
        return session;
    }

    private sealed class RecordingSession(string user) : IMemberSession
    {
        public string User => user;

        public List<string> Notifications { get; } = [];

        /// <summary>Lists the members as soon as they are unknown, as a client that reads does.</summary>
        public Func<MemberList>? List { get; set; }

        private HashSet<string> Known { get; } = [];

        private bool IsTooLarge { get; set; }

        public void Reset(MemberList members)
        {
            Known.Clear();
            Known.UnionWith(members.Users);
            IsTooLarge = members.Users.Count < members.Count;
        }

        public void AssertKnows(MemberList present, int maxAnnounced)
        {
            Assert.Equal(present.Count > maxAnnounced, IsTooLarge);
            if (!IsTooLarge)
            {
                Assert.Equal(present.Users, Known.Order(StringComparer.Ordinal));
            }
        }

        public void OnPresence(string user, bool present)
        {
            Notifications.Add($"{user} {(present ? "joined" : "left")}");
            _ = present ? Known.Add(user) : Known.Remove(user);
        }

        public void OnMembersUnknown()
        {
            Notifications.Add("members unknown");
            if (List is { } list)
            {
                Reset(list());
            }
        }

        public void OnSignal(MemberSignal signal) => Notifications.Add($"{signal.User} sent {signal.Key}");
    }
}
