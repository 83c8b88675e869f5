using System.Buffers;
using System.Globalization;
using System.Text;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;

namespace Parley.Engine.Tests.Simulation;

/// <summary>Follows the room, stalls, leaves and comes back to its position. Records every sequence it has seen.</summary>
internal sealed class SimulatedReader(FeedDirectory feeds, IFeedFormat format, Random random, SimulatedLog log)
{
    // Pages are shared for as long as they are in memory. If the garbage collector decided how long, no run could be repeated.
    private readonly List<Task<LogPage>> _pages = [];

    private FollowerLease? _lease;
    private long? _position;

    /// <summary>The position that this reader began at.</summary>
    public long Start { get; private set; }

    public List<long> Seen { get; } = [];

    /// <summary>The sequences that this reader could not see, because they were removed before it came to them.</summary>
    public List<long> Removed { get; } = [];

    public bool IsStopping { get; set; }

    public async Task RunAsync()
    {
        while (!IsStopping)
        {
            if (_lease is null)
            {
                await JoinAsync();
            }
            else if (random.Next(20) == 0)
            {
                Leave();
            }
            else if (random.Next(3) > 0)
            {
                await ReadAsync();
            }

            await Task.Yield();
        }

        await ReadToHeadAsync();
        Leave();
    }

    private async Task JoinAsync()
    {
        var from = _position is { } position ? FollowFrom.After(position) : random.Next(3) switch
        {
            0 => FollowFrom.Now,
            1 => FollowFrom.Last(random.Next(20)),
            _ => FollowFrom.After(0),
        };
        _lease = await feeds.FollowAsync(SimulationTests.Room, format, from, new AsyncSignal());
        if (_position is null)
        {
            _position = Start = _lease.Follower.Position;
        }

        var (before, after) = (_position.Value, _lease.Follower.Position);
        Assert.True(after == before || (after > before && after == _lease.Room.Floor - 1), $"At {before} before, at {after} now.");
        Removed.AddRange(Enumerable.Range(1, (int)(after - before)).Select(i => before + i));
        _position = after;
    }

    private void Leave()
    {
        _lease?.Dispose();
        _lease = null;
    }

    private async Task ReadToHeadAsync()
    {
        // The disk may have kept the events of a failed commit. The owner announces them when it opens again, which must happen eventually.
        while (_lease is null || _position < log.Durable(SimulationTests.Room).Count)
        {
            if (_lease is null)
            {
                await JoinAsync();
            }
            else
            {
                await ReadAsync();
            }

            await Task.Yield();
        }
    }

    private async Task ReadAsync()
    {
        var erased = log.Erased.ToHashSet();
        var output = new ArrayBufferWriter<byte>();
        if (_lease!.Follower.Read(output) == FeedRead.Lagging)
        {
            try
            {
                var page = _lease.Follower.ReadPageAsync();
                _pages.Add(page);
                _lease.Follower.WritePage(await page, output);
            }
            catch (RoomLogException exception) when (exception.Failure == RoomLogFailure.BelowFloor)
            {
                Leave();
                return;
            }
            catch (RoomLogException)
            {
                // The page could not be framed. The next attempt may succeed.
            }
        }

        foreach (var frame in Encoding.UTF8.GetString(output.WrittenSpan).Split(['[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = frame.IndexOf(':', StringComparison.Ordinal);
            var sequence = long.Parse(frame.AsSpan(0, colon), CultureInfo.InvariantCulture);
            Assert.True(colon == frame.Length - 1 || !erased.Contains(sequence), $"{frame} was erased before it was read.");
            Seen.Add(sequence);
        }

        _position = _lease.Follower.Position;
        Assert.True(_position <= log.Durable(SimulationTests.Room).Count, "The reader has seen an event that is not in the log.");
    }
}
