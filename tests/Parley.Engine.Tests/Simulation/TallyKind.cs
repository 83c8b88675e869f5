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
/// Adds numbers. Every event names the total after it, so the log shows whether each was decided by the state before it. A command that
/// completes a hundred becomes two events.
/// </summary>
internal sealed class TallyKind : IRoomKind
{
    public string Name => "tally";

    public int Version => 1;

    public bool HasState => true;

    public string? ValidateOptions(ReadOnlySpan<byte> options) => null;

    public IRoomState Create(ReadOnlyMemory<byte> options) => new State(0);

    public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot) => snapshot.Length == sizeof(long)
        ? new State(BinaryPrimitives.ReadInt64BigEndian(snapshot))
        : throw new FormatException("The snapshot is not a number.");

    public bool IsRetry(PostCommand command, RoomEvent first) => true;

    public static PostCommand Add(string user, int number, string commandId) =>
        new(user, new CustomContent("add", Encoding.UTF8.GetBytes($"{number}")).Encode(), commandId);

    /// <summary>The total that an event names.</summary>
    public static long Total(RoomEvent @event) => Read(@event.Content)[^1];

    /// <summary>The total after an event, if the total before it was <paramref name="before"/>.</summary>
    public static long Next(long before, RoomEvent @event) => Read(@event.Content) is [var number, _] ? before + number : before;

    private static long[] Read(ReadOnlyMemory<byte> content) => CustomContent.TryDecode(content.Span, out var custom)
        ? [.. Encoding.UTF8.GetString(custom.Data.Span).Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))]
        : [];

    private sealed class State(long total) : IRoomState
    {
        private long _total = total;

        public KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now)
        {
            if (Read(command.Content) is not [var number])
            {
                return KindDecision.Reject(ParleyCode.Invalid, "Add a number.");
            }

            var total = _total + number;
            var added = Encode("added", $"{number} {total}");
            return total / 100 > _total / 100 ? KindDecision.Accept(added, Encode("hundred", $"{total}")) : KindDecision.Accept(added);
        }

        public void Apply(RoomEvent @event) => _total = Total(@event);

        public void Save(IBufferWriter<byte> snapshot)
        {
            BinaryPrimitives.WriteInt64BigEndian(snapshot.GetSpan(8), _total);
            snapshot.Advance(8);
        }

        private static ReadOnlyMemory<byte> Encode(string type, string data) =>
            new CustomContent(type, Encoding.UTF8.GetBytes(data)).Encode();
    }
}
