using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>A command is one event, no matter how often and on which session it is sent.</summary>
public sealed class CommandTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    private static string Room => $"command-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Posts_ManyAtOnce_AreAcceptedInOrder()
    {
        const int Posts = 5_000;
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        var reading = Task.Run(async () =>
        {
            for (var i = 0; i < 2 * Posts; i++)
            {
                await session.NextAsync();
            }
        });
        for (var i = 1; i <= Posts; i++)
        {
            await session.PostAsync(Room, $"{i}", $"{i}");
        }

        await reading;
        var accepted = session.Frames.Where(frame => frame.Accepted is not null)
            .Select(frame => (frame.Accepted.CommandId, frame.Accepted.Sequence));
        Assert.Equal(Enumerable.Range(1, Posts).Select(i => ($"{i}", (long)i)), accepted);
        Sequences.AssertDense(await session.EventsAsync(Room, Posts), 0);
    }

    [Fact]
    public async Task Retry_OnAnySessionOrWithoutOne_GetsTheFirstSequence()
    {
        var client = _server.ConnectRooms();
        using var phone = await SessionTester.JoinAsync(client, "ada", Room);
        using var laptop = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);

        Assert.Equal(1, await phone.SayAsync(Room, "c1", "text"));
        Assert.Equal(2, await laptop.SayAsync(Room, "c2", "text"));
        Assert.Equal(1, await phone.SayAsync(Room, "c1", "text"));
        Assert.Equal(1, await laptop.SayAsync(Room, "c1", "text"));
        Assert.Equal(2, (await client.PostAsync(Request("ada", "c2", "text"))).Sequence);
        Assert.Equal(3, await phone.SayAsync(Room, "c3", "text"));

        Sequences.AssertDense(await laptop.EventsAsync(Room, 3), 0);
    }

    [Fact]
    public async Task Retry_AtTheSameMoment_IsOneEvent()
    {
        const int Commands = 500;
        var sessions = new List<SessionTester>();
        for (var i = 0; i < 4; i++)
        {
            sessions.Add(await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room));
        }

        var answers = await Task.WhenAll(sessions.Select(session => Task.Run(async () =>
        {
            var sequences = new List<long>();
            for (var i = 0; i < Commands; i++)
            {
                sequences.Add(await session.SayAsync(Room, $"{i}", $"{i}"));
            }

            return sequences;
        })));

        Assert.All(answers, sequences => Assert.Equal(answers[0], sequences));
        Assert.Equal(Enumerable.Range(1, Commands).Select(i => (long)i), answers[0]);
        sessions.ForEach(session => session.Dispose());
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed in the loop.")]
    public async Task Retry_AfterARestart_GetsTheFirstSequence()
    {
        var data = Directory.CreateTempSubdirectory("parley-test-").FullName;
        var epochs = new List<string>();
        for (var start = 1; start <= 3; start++)
        {
            await using var server = await ServerProcess.StartAsync(data: data);
            using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");
            var joined = await session.JoinAsync(
                new Join { Room = Room, After = new Position { Epoch = epochs.LastOrDefault() ?? "", Sequence = start - 1 } });
            epochs.Add(joined.Epoch);

            Assert.Equal(start > 1, joined.Resumed);
            for (var command = 1; command <= start; command++)
            {
                Assert.Equal(command, await session.SayAsync(Room, $"c{command}", "text"));
            }

            Sequences.AssertDense(await session.EventsAsync(Room, 1), start - 1);
            server.Process.Signal(start == 1 ? "TERM" : "KILL");
            await server.Process.WaitForExitAsync();
        }

        Assert.Distinct(epochs);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Accepted_ForALaggingSession_OvertakesEvents()
    {
        const int Events = 1_000;
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var other = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        var reading = Task.Run(() => other.EventsAsync(Room, Events));
        for (var i = 0; i < Events; i++)
        {
            await other.PostAsync(Room, $"{i}", new string('x', 8_000));
        }

        await reading;
        var sequence = await session.SayAsync(Room, "mine", "text");

        Assert.Equal(Events + 1, sequence);
        Assert.True(
            session.Frames.Count(frame => frame.Event is not null) < Events / 2, "The answer came after the events, not before.");
        await session.UntilAsync(Kind.CaughtUp);
        Sequences.AssertDense(await session.EventsAsync(Room, Events + 1), 0);
        Assert.Single(session.Frames, frame => frame.Lagging is not null);
    }

    [Fact]
    public async Task Posts_ToManyRooms_AreAllAnswered()
    {
        const int Rooms = 50;
        const int Each = 40;
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        for (var room = 0; room < Rooms; room++)
        {
            await session.JoinAsync($"{Room}-{room}");
        }

        for (var i = 0; i < Rooms * Each; i++)
        {
            await session.PostAsync($"{Room}-{i % Rooms}", $"{i}", $"{i}");
        }

        await session.CompleteAsync();
        Assert.Equal(StatusCode.OK, (await session.EndAsync()).StatusCode);

        var rooms = session.Frames.Where(frame => frame.Accepted is not null).GroupBy(frame => frame.Accepted.Room).ToList();
        Assert.Equal(Rooms, rooms.Count);
        var sequences = Enumerable.Range(1, Each).Select(i => (long)i).ToList();
        Assert.All(rooms, room => Assert.Equal(sequences, room.Select(frame => frame.Accepted.Sequence)));
        Assert.Equal(Rooms * Each, session.Frames.Count(frame => frame.Event is not null));
    }

    private static PostRequest Request(string user, string command, string text) => new()
    {
        User = user,
        Room = Room,
        CommandId = command,
        Content = new Content { Message = new Message { Text = text } },
    };
}
