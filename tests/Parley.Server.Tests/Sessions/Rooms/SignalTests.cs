using System.Diagnostics;
using System.Globalization;
using Parley.Server.Sessions.Rooms;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Rooms;

public sealed class SignalTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    private static string Room => $"signal-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Signal_InARoom_ReachesTheOthersOnly()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        using var elsewhere = await SessionTester.JoinAsync(_server.ConnectRooms(), "cyd", $"{Room}-2");

        await bob.SignalAsync(Room, "typing", "yes");
        var signal = (await ada.UntilAsync(Kind.Signal)).Signal;

        Assert.Equal((Room, "bob", "typing", "yes"), (signal.Room, signal.User, signal.Key, signal.Content.ToStringUtf8()));
        await bob.PingAsync();
        await elsewhere.PingAsync();
        Assert.DoesNotContain(bob.Frames.Concat(elsewhere.Frames), frame => frame.Signal is not null);
    }

    [Fact]
    public async Task Signals_Unread_AreTheLatestOfEachUserAndKey()
    {
        const int Signals = 20_000;
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        var padding = new string('.', 1_000);
        for (var i = 0; i < Signals; i++)
        {
            await bob.SignalAsync(Room, i % 2 == 0 ? "cursor" : "typing", $"{i}{padding}");
        }

        await bob.SayAsync(Room, "c", "done");
        await ada.UntilAsync(Kind.Event);
        await bob.SignalAsync(Room, "cursor", $"{Signals}{padding}");
        await ada.UntilAsync(frame => frame.Signal?.Content.ToStringUtf8() == $"{Signals}{padding}", "the last signal");

        var shown = ada.Frames.Where(frame => frame.Signal is not null).Select(frame => frame.Signal).ToList();
        Assert.True(shown.Count < Signals / 2, $"{shown.Count} signals were kept for a reader that did not read.");
        foreach (var ofKey in shown.GroupBy(signal => signal.Key))
        {
            var texts = ofKey.Select(signal => signal.Content.ToStringUtf8().TrimEnd('.'));
            var numbers = texts.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(numbers.Order(), numbers);
            Assert.True(numbers[^1] >= Signals - 1, $"The last {ofKey.Key} is {numbers[^1]}.");
        }
    }

    [Fact]
    public async Task Signals_InALoop_AreReadAtTheSessionsPace()
    {
        const int Others = 64;
        const int Signals = 800;
        var client = _server.ConnectRooms();
        var others = new List<SessionTester>();
        for (var i = 0; i < Others; i++)
        {
            others.Add(await SessionTester.JoinAsync(client, $"user-{i}", Room));
        }

        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Signals; i++)
        {
            await ada.SignalAsync(Room, "cursor", $"{i}");
        }

        await ada.PingAsync();

        var beyond = (Others * Signals) - SignalPace.DeliveriesPerSecond;
        var least = TimeSpan.FromSeconds(0.95 * beyond / SignalPace.DeliveriesPerSecond);
        Assert.True(watch.Elapsed >= least, $"{Signals} signals took {watch.Elapsed}, less than {least}.");
        await others[0].UntilAsync(frame => frame.Signal?.Content.ToStringUtf8() == $"{Signals - 1}", "the last signal");
        others.ForEach(session => session.Dispose());
    }

    [Fact]
    public async Task Signals_UnreadInManyRooms_AreHeldUpToALimit()
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

        // More than the window of ada's stream: from here on nothing is written to her.
        var reading = Task.Run(() => bob.EventsAsync(Room, Posts));
        for (var i = 0; i < Posts; i++)
        {
            await bob.PostAsync(Room, $"{i}", new string('x', 16_000));
        }

        await reading;
        for (var i = 0; i < Signals; i++)
        {
            await bob.SignalAsync($"{Room}-{i % Rooms}", $"key-{i}", "held");
        }

        await bob.SayAsync(Room, "last", "last");
        await ada.EventsAsync(Room, Posts + 1);
        for (var i = 0; i < Rooms; i++)
        {
            await bob.SignalAsync($"{Room}-{i}", "key", "again");
            await ada.UntilAsync(frame => frame.Signal?.Content.ToStringUtf8() == "again", "a signal after it has read");
        }

        Assert.InRange(ada.Frames.Count(frame => frame.Signal?.Content.ToStringUtf8() == "held"), Max / 2, Max);
    }
}
