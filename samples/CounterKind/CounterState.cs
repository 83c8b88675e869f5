using System.Buffers;
using System.Globalization;
using System.Text;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Rooms.Kinds;

namespace CounterKind;

/// <summary>The value of a counter, and the additions that were undone.</summary>
internal sealed class CounterState(long value, IEnumerable<long> undone) : IRoomState
{
    private readonly SortedSet<long> _undone = [.. undone];
    private long _value = value;

    public KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now)
    {
        if (Counter.TryRead(command.Content, "add", out _))
        {
            return KindDecision.Accept(command.Content);
        }

        if (!Counter.TryRead(command.Content, "undo", out var sequence))
        {
            return KindDecision.Reject(ParleyCode.Invalid, "A counter accepts \"add\" with a whole number and \"undo\" with a sequence.");
        }

        if (facts.Find(sequence) is not { } addition || !Counter.TryRead(addition.Content, "add", out var amount))
        {
            return KindDecision.Reject(ParleyCode.Invalid, $"Event {sequence} is not an addition.");
        }

        return _undone.Contains(sequence)
            ? KindDecision.Reject(ParleyCode.Invalid, $"Event {sequence} has already been undone.")
            : KindDecision.Accept(Counter.Encode("undone", sequence), Counter.Encode("add", unchecked(-amount)));
    }

    public void Apply(RoomEvent @event)
    {
        if (Counter.TryRead(@event.Content, "add", out var amount))
        {
            _value = unchecked(_value + amount);
        }
        else if (Counter.TryRead(@event.Content, "undone", out var sequence))
        {
            _undone.Add(sequence);
        }
    }

    public void Save(IBufferWriter<byte> snapshot)
    {
        var numbers = _undone.Prepend(_value).Select(number => number.ToString(CultureInfo.InvariantCulture));
        snapshot.Write(Encoding.UTF8.GetBytes(string.Join(' ', numbers)));
    }
}
