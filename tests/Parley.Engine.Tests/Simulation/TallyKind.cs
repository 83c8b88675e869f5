using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Tests.Simulation;

/// <summary>
/// Adds numbers, or again what an earlier event added. Every event names the total after it, so the log shows whether each was decided by
/// the state before it. A command that completes a hundred becomes two events. One that erases what an event added names the total again.
/// </summary>
internal sealed class TallyKind : IRoomKind
{
    public string Name => "tally";

    public int Version => 1;

    public bool HasState => true;

    public string? ValidateOptions(ReadOnlySpan<byte> options) => null;

    public IRoomState Create(ReadOnlyMemory<byte> options) => new State(0, 1);

    public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot) => snapshot.Length == 2 * sizeof(long)
        ? new State(BinaryPrimitives.ReadInt64BigEndian(snapshot), BinaryPrimitives.ReadInt64BigEndian(snapshot[sizeof(long)..]))
        : throw new FormatException("The snapshot is not two numbers.");

    public IReadOnlyCollection<long> FindFacts(PostCommand command) => FindAgain(command) is { } sequence ? [sequence] : [];

    public bool IsRetry(PostCommand command, RoomEvent first) => true;

    public static PostCommand Add(string user, int number, string commandId) =>
        new(user, new CustomContent("add", Encoding.UTF8.GetBytes($"{number}")).Encode(), commandId);

    /// <summary>Adds what the event with a sequence added; nothing if there is none yet.</summary>
    public static PostCommand Again(string user, long sequence, string? commandId = null) =>
        new(user, new CustomContent("again", Encoding.UTF8.GetBytes($"{sequence}")).Encode(), commandId);

    /// <summary>Erases what the event with a sequence added. The total stays.</summary>
    public static PostCommand Forget(string user, long sequence, string? commandId = null) =>
        new(user, new CustomContent("forget", Encoding.UTF8.GetBytes($"{sequence}")).Encode(), commandId);

    /// <summary>The total that an event names.</summary>
    public static long Total(RoomEvent @event) => Read(@event.Content)[^1];

    /// <summary>The total after an event, if the total before it was <paramref name="before"/>.</summary>
    public static long Next(long before, RoomEvent @event) => Read(@event.Content) is [var number, _] ? before + number : before;

    private static long? FindAgain(PostCommand command) =>
        CustomContent.TryDecode(command.Content.Span, out var custom) && custom.Type == "again" ? Read(command.Content)[0] : null;

    private static long[] Read(ReadOnlyMemory<byte> content) => CustomContent.TryDecode(content.Span, out var custom)
        ? [.. Encoding.UTF8.GetString(custom.Data.Span).Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))]
        : [];

    private sealed class State(long total, long head) : IRoomState
    {
        private long _total = total;
        private long _head = head;
        private readonly HashSet<long> _erased = [];

        public KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now)
        {
            if (Read(command.Content) is not [var number])
            {
                return KindDecision.Reject(ParleyCode.Invalid, "Add a number.");
            }

            if (CustomContent.TryDecode(command.Content.Span, out var custom) && custom.Type == "forget")
            {
                return number > 1 && number <= _head
                    ? KindDecision.Accept(new ErasureContent([number]).Encode(), Encode("added", $"0 {_total}"))
                    : KindDecision.Reject(ParleyCode.Invalid, "There is no such event.");
            }

            if (FindAgain(command) is { } sequence)
            {
                number = FindAdded(facts, sequence);
            }

            var total = _total + number;
            var added = Encode("added", $"{number} {total}");
            return total / 100 > _total / 100 ? KindDecision.Accept(added, Encode("hundred", $"{total}")) : KindDecision.Accept(added);
        }

        public void Apply(RoomEvent @event)
        {
            _head = @event.Sequence;
            if (ErasureContent.TryDecode(@event.Content.Span, out var erasure))
            {
                _erased.UnionWith(erasure.Sequences);
            }
            else if (ContentTypes.Of(@event.Content.Span) != ContentType.Erased)
            {
                _total = Total(@event);
            }
        }

        public void Save(IBufferWriter<byte> snapshot)
        {
            var span = snapshot.GetSpan(2 * sizeof(long));
            BinaryPrimitives.WriteInt64BigEndian(span, _total);
            BinaryPrimitives.WriteInt64BigEndian(span[sizeof(long)..], _head);
            snapshot.Advance(2 * sizeof(long));
        }

        // The state has had every event up to its head, so a fact that is missing among them is the engine's fault.
        private long FindAdded(Facts facts, long sequence) => facts.Find(sequence) switch
        {
            { } fact when Read(fact.Content) is [var added, _] => _erased.Contains(sequence)
                ? throw new InvalidOperationException($"The facts have what event {sequence} added, although it is erased.")
                : added,
            { } => 0,
            null when sequence > _head => 0,
            null => throw new InvalidOperationException($"Event {sequence} of {_head} is missing in the facts."),
        };

        private static ReadOnlyMemory<byte> Encode(string type, string data) =>
            new CustomContent(type, Encoding.UTF8.GetBytes(data)).Encode();
    }
}
