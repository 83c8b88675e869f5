using CsCheck;
using Microsoft.Extensions.Options;
using Parley.Engine.Members;

namespace Parley.Engine.Tests.Members;

public sealed class MemberDirectoryTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly MemberDirectory _members;

    public MemberDirectoryTests() => _members = Create(_time, maxAnnounced: 256);

    [Fact]
    public void Grace_EndsOnTime_NotBefore()
    {
        var ada = Enter("ada");
        var bob = Enter("bob");

        _members.Leave("room", bob, isBroken: true);
        _time.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["bob came"], ada.Told);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["bob came", "bob went"], ada.Told);
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
        Assert.Equal(["bob came"], ada.Told);

        _time.Advance(Grace * 0.1);

        Assert.Equal(["bob came", "bob went"], ada.Told);
    }

    [Fact]
    public void Leave_OfOneOfTwoSessions_IsToldToNobody()
    {
        var ada = Enter("ada");
        var (phone, laptop) = (Enter("bob"), Enter("bob"));

        _members.Leave("room", phone, isBroken: false);
        _members.Leave("room", phone, isBroken: false);
        Assert.Equal(["bob came"], ada.Told);
        _members.Leave("room", laptop, isBroken: false);

        Assert.Equal(["bob came", "bob went"], ada.Told);
    }

    [Fact]
    public void Enter_AtMaxAnnounced_IsTold_AndOneMoreIsNot()
    {
        var members = Create(_time, maxAnnounced: 2);
        var ada = new Watcher("ada");
        members.Enter("room", ada);
        members.Enter("room", new Watcher("bob"));
        var cyd = new Watcher("cyd");
        var list = members.Enter("room", cyd);
        Assert.Equal(["bob came"], ada.Told);
        Assert.Equal(["ada", "bob"], list.Users);
        Assert.Equal(3, list.Count);

        members.Leave("room", cyd, isBroken: false);

        Assert.Equal(["bob came", "cyd went"], ada.Told);
    }

    [Fact]
    public void Show_AtMaxAnnounced_IsShown_AndWithOneMoreItIsNot()
    {
        var members = Create(_time, maxAnnounced: 2);
        var (ada, bob, cyd) = (new Watcher("ada"), new Watcher("bob"), new Watcher("cyd"));
        members.Enter("room", ada);
        members.Enter("room", bob);
        members.Signal("room", new MemberSignal("bob", "typing", default), bob);
        members.Enter("room", cyd);
        members.Signal("room", new MemberSignal("bob", "cursor", default), bob);
        members.Leave("room", cyd, isBroken: false);
        members.Signal("room", new MemberSignal("bob", "idle", default), bob);

        Assert.Equal(["bob came", "bob shows typing", "cyd went", "bob shows idle"], ada.Told);
        Assert.Equal(["cyd went"], bob.Told);
        Assert.Empty(cyd.Told);
    }

    [Fact]
    public void Room_NobodyIsIn_IsForgotten()
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
    public void AnySessions_ComingGoingAndBreakingOff_LeaveEveryWatcherWithTheTruth() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 99].Array[1, 200]).Sample((maxAnnounced, steps) =>
        {
            var time = new ManualTime();
            var members = Create(time, maxAnnounced);
            var sessions = new List<Watcher>();
            foreach (var step in steps)
            {
                Take(step, time, members, sessions);
                var present = members.List("room", "", 100).Users;
                if (present.Count <= maxAnnounced)
                {
                    Assert.All(sessions, session => Assert.Equal(present, session.Known.Order(StringComparer.Ordinal)));
                }
            }

            sessions.ForEach(session => members.Leave("room", session, isBroken: true));
            time.Advance(Grace);
            Assert.Equal(0, members.Count);
            Assert.Equal(0, time.Timers);
        });

    private static void Take(int step, ManualTime time, MemberDirectory members, List<Watcher> sessions)
    {
        if (step < 40 || sessions.Count == 0)
        {
            var session = new Watcher($"user-{step % 5}");
            session.Known.UnionWith(members.Enter("room", session).Users);
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

    private Watcher Enter(string user)
    {
        var session = new Watcher(user);
        _members.Enter("room", session);
        return session;
    }

    private sealed class Watcher(string user) : IMemberSession
    {
        public string User => user;

        public List<string> Told { get; } = [];

        public HashSet<string> Known { get; } = [];

        public void OnPresence(string user, bool present)
        {
            Told.Add($"{user} {(present ? "came" : "went")}");
            _ = present ? Known.Add(user) : Known.Remove(user);
        }

        public void OnSignal(MemberSignal signal) => Told.Add($"{signal.User} shows {signal.Key}");
    }
}
