using System.Diagnostics;
using System.Globalization;
using Parley.Client;
using Parley.Load.Measuring;

namespace Parley.Load.Sdk;

/// <summary>Sends one message at a time in one of a client's rooms, and measures the time until the room's reader has it.</summary>
internal sealed class SingleMessages(ParleyClient client, string name, int rooms, int textBytes)
{
    private readonly string _text = new('x', textBytes);
    private readonly List<ParleyRoom> _rooms = [];
    private List<IAsyncEnumerator<RoomItem>> _readers = [];
    private int _next;

    public Histogram Latencies { get; } = new();

    /// <summary>Events that were not the message sent last in their room.</summary>
    public long Faults { get; private set; }

    public async Task JoinAsync()
    {
        _rooms.AddRange(await Task.WhenAll(Enumerable.Range(0, rooms).Select(
            i => client.JoinAsync(string.Create(CultureInfo.InvariantCulture, $"{name}-{i}")))));
        _readers = _rooms.ConvertAll(room => room.ReadAllAsync().GetAsyncEnumerator());
    }

    /// <summary>Sends a message in one room after another, and waits for each.</summary>
    public async Task SendAsync(int messages)
    {
        for (var i = 0; i < messages; i++, _next++)
        {
            var reader = _readers[_next % rooms];
            var received = reader.MoveNextAsync();
            var start = Stopwatch.GetTimestamp();
            var sent = _rooms[_next % rooms].SayAsync(_text);
            var isThere = await received;
            Latencies.Add((long)Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            var sequence = await sent;
            if (!isThere || reader.Current is not MessageEvent message || message.Sequence != sequence || sequence != (_next / rooms) + 1)
            {
                Faults++;
            }
        }
    }

    public async Task LeaveAsync()
    {
        foreach (var reader in _readers)
        {
            await reader.DisposeAsync();
        }
    }
}
