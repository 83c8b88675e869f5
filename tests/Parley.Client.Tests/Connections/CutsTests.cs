using System.Globalization;
using Parley.Client.Tests.Fakes;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Connections;

/// <summary>A thousand cuts at random moments, which lose answers too: in the end every reader has exactly the log.</summary>
public sealed class CutsTests
{
    private const int Cuts = 1_000;
    private static readonly string[] Names = ["one", "two", "three"];

    [Fact]
    public async Task Client_CutAThousandTimes_ReadsExactlyTheLog()
    {
        var random = new Random(Seed());
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) =>
            frame.FrameCase == ClientFrame.FrameOneofCase.Post && CutAtPost(server, session, frame.Post, Draw(random, 20));
        using var stop = new CancellationTokenSource();
        var cutting = CutAsync(server, random, stop);
        await using var parley = ParleyClient.Start(server.Address, FakeServer.Options(o => o with { RoomBufferBytes = 64 * 1024 }));
        var rooms = await Task.WhenAll(Names.Select(name => parley.JoinAsync(name, From.Beginning)));
        var readers = rooms.Select(ReadAsync).ToList();

        var said = await Task.WhenAll(rooms.Select(room => SayAsync(room, stop.Token)));

        await cutting;
        server.Release();
        var ends = await Task.WhenAll(rooms.Select(room => room.SayAsync("end"))).Within("the last answers");
        var read = await Task.WhenAll(readers).Within("the readers");
        for (var i = 0; i < rooms.Length; i++)
        {
            var log = server.Rooms.Log(Names[i]);
            Assert.Equal(ends[i], log.Count);
            Assert.Equal(
                log.Select(item => (item.Sequence, item.Content.Message.Text)),
                read[i].Select(message => (message.Sequence, message.Text)));
            Assert.Equal(
                Enumerable.Range(1, said[i].Count).Select(number => $"{number}").Append("end"),
                log.Select(item => item.Content.Message.Text));
            Assert.Equal(Enumerable.Range(1, said[i].Count).Select(number => (long)number), said[i]);
        }
    }

    /// <summary>Sometimes cuts the session at a post: the post is lost, or it is stored and only its answer is lost.</summary>
    private static bool CutAtPost(FakeServer server, FakeSession session, Post post, int draw)
    {
        if (draw > 1)
        {
            return false;
        }

        session.Cut();
        if (draw == 1)
        {
            server.Rooms.Post(post.Room, session.User, post.Content.Message.Text, post.CommandId);
        }

        return true;
    }

    private static int Seed()
    {
        var given = Environment.GetEnvironmentVariable("TEST_SEED");
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 1;
    }

    private static int Draw(Random random, int below)
    {
        lock (random)
        {
            return random.Next(below);
        }
    }

    private static async Task CutAsync(FakeServer server, Random random, CancellationTokenSource stop)
    {
        try
        {
            for (var cut = 0; cut < Cuts; cut++)
            {
                var session = await server.SessionAsync();
                for (var frames = Draw(random, 20); frames > 0 && await session.HasNextAsync(); frames--)
                {
                    await session.NextAnyAsync();
                }

                session.Cut();
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static async Task<List<MessageEvent>> ReadAsync(ParleyRoom room)
    {
        var read = new List<MessageEvent>();
        await foreach (var item in room.ReadAllAsync())
        {
            read.Add(Assert.IsType<MessageEvent>(item));
            if (read[^1].Text == "end")
            {
                break;
            }
        }

        return read;
    }

    /// <summary>Posts numbers, several at a time, until it is stopped. Returns the sequences.</summary>
    private static async Task<List<long>> SayAsync(ParleyRoom room, CancellationToken stop)
    {
        var sequences = new List<long>();
        var waiting = new Queue<Task<long>>();
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            waiting.Enqueue(room.SayAsync($"{number}", CancellationToken.None));
            if (waiting.Count == 8)
            {
                sequences.Add(await waiting.Dequeue());
            }
        }

        sequences.AddRange(await Task.WhenAll(waiting));
        return sequences;
    }
}
