using Parley.Client.Tests.Fakes;
using Parley.Testing;

namespace Parley.Client.Tests.Servers;

/// <summary>The client across restarts of the real server.</summary>
public sealed class RestartTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_ServerRestartsUnderLoad_LosesAndDoublesNothing(bool killed)
    {
        await using var server = await MovingServer.StartAsync();
        await using var ada = await server.ConnectAsync("ada");
        await using var ben = await server.ConnectAsync("ben");
        var room = await ada.JoinAsync("lobby");
        var other = await ben.JoinAsync("lobby");
        await using var reader = other.Read();
        using var stop = new CancellationTokenSource();
        var talking = TalkAsync(room, stop.Token);

        for (var round = 0; round < 3; round++)
        {
            await reader.NextAsync(200);
            if (killed)
            {
                await server.KillAsync();
            }
            else
            {
                await server.StopAsync();
            }

            await server.StartNextAsync();
        }

        await reader.NextAsync(200);
        await stop.CancelAsync();
        var said = await talking.Within("the last answers");

        Assert.Equal(Enumerable.Range(1, said.Count).Select(number => (long)number), said);
        var log = await ada.ReadHistoryAsync("lobby", HistoryRange.FromBeginning).Cast<MessageEvent>().ToListAsync();
        Assert.Equal(Enumerable.Range(1, said.Count).Select(number => $"{number}"), log.Select(message => message.Text));
        Assert.Equal(800, other.Position.Sequence);
    }

    [Fact]
    public async Task Read_ServerRestartsWithANewLog_ReturnsNotResumed()
    {
        await using var server = await MovingServer.StartAsync();
        await using var ada = await server.ConnectAsync("ada");
        var room = await ada.JoinAsync("lobby");
        await using var reader = room.Read();
        await room.SayAsync("old").Within("an answer");
        Assert.Equal(["old"], await reader.NextTextsAsync(1));
        var old = room.Position;

        await server.KillAsync();
        await server.StartNextAsync(newLog: true);

        var lost = Assert.IsType<NotResumed>(await reader.NextAsync());
        Assert.Equal(old, lost.Lost);
        Assert.NotEqual(old.Epoch, lost.Now.Epoch);
        Assert.Equal(1, await room.SayAsync("new").Within("an answer"));
        Assert.Equal(["new"], await reader.NextTextsAsync(1));
    }

    /// <summary>Posts numbers, several at a time, until it is stopped. Returns the sequences.</summary>
    private static async Task<List<long>> TalkAsync(ParleyRoom room, CancellationToken stop)
    {
        var sequences = new List<long>();
        var waiting = new Queue<Task<long>>();
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            waiting.Enqueue(room.SayAsync($"{number}", CancellationToken.None));
            if (waiting.Count == 16)
            {
                sequences.Add(await waiting.Dequeue());
            }
        }

        sequences.AddRange(await Task.WhenAll(waiting));
        return sequences;
    }
}
