using System.Buffers;
using System.Buffers.Binary;
using Parley.Engine.Feeds;
using Parley.Engine.Routing;

namespace Parley.Contracts.Testing.Routing;

/// <summary>Follows a room from now on and collects the sequences it sees.</summary>
internal sealed class SequenceFollower : IWakeable, IDisposable
{
    private readonly List<long> _seen = [];
    private FollowerLease _lease = null!;

    private SequenceFollower()
    {
    }

    public static async Task<SequenceFollower> FollowAsync(RoomDirectory rooms, string room, SequenceFormat format)
    {
        var follower = new SequenceFollower();
        follower._lease = await rooms.FollowAsync(room, format, FollowFrom.Now, follower);
        return follower;
    }

    /// <summary>Every sequence that can be seen by now, in the order of its arrival.</summary>
    public async Task<IReadOnlyList<long>> ReadAsync()
    {
        var output = new ArrayBufferWriter<byte>();
        FeedRead outcome;
        while ((outcome = _lease.Follower.Read(output)) != FeedRead.AtHead)
        {
            if (outcome == FeedRead.Lagging)
            {
                await _lease.Follower.ReadLogAsync(output);
            }
        }

        for (var frames = output.WrittenSpan; !frames.IsEmpty; frames = frames[SequenceFormat.FrameBytes..])
        {
            _seen.Add(BinaryPrimitives.ReadInt64LittleEndian(frames));
        }

        return _seen;
    }

    /// <summary>Nothing to do: the feed is read whenever a test looks.</summary>
    public void Wake()
    {
    }

    public void Dispose() => _lease.Dispose();
}
