using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Protocol;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;

namespace Parley.Rooms.Tests.Kinds;

/// <summary>Notes that people keep, and drop again: a dropped note is erased. The state has all texts.</summary>
internal sealed class Notes : IRoomKind
{
    public string Name => "notes";

    public int Version => 1;

    public bool HasState => true;

    public string? ValidateOptions(ReadOnlySpan<byte> options) => null;

    public IRoomState Create(ReadOnlyMemory<byte> options) => new State([]);

    public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot)
    {
        try
        {
            return new State(JsonSerializer.Deserialize<SortedDictionary<long, string>>(snapshot) ?? []);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("The snapshot is not a list of notes.", exception);
        }
    }

    // The event of a dropped note is an erasure.
    public bool IsRetry(PostCommand command, RoomEvent first) => true;

    public static PostCommand Keep(string text, string? commandId = null) => Command("keep", text, commandId);

    public static PostCommand Drop(long sequence, string? commandId = null) => Command("drop", $"{sequence}", commandId);

    private static PostCommand Command(string type, string data, string? commandId) =>
        new("ada", new CustomContent(type, Encoding.UTF8.GetBytes(data)).Encode(), commandId);

    private sealed class State(SortedDictionary<long, string> notes) : IRoomState
    {
        public KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now)
        {
            if (!CustomContent.TryDecode(command.Content.Span, out var custom))
            {
                return KindDecision.Reject(ParleyCode.Invalid, "Keep or drop a note.");
            }

            return custom.Type switch
            {
                "keep" => KindDecision.Accept(command.Content),
                "drop" when long.TryParse(Encoding.UTF8.GetString(custom.Data.Span), out var sequence) && notes.ContainsKey(sequence) =>
                    KindDecision.Accept(new ErasureContent([sequence]).Encode()),
                _ => KindDecision.Reject(ParleyCode.Invalid, "There is no such note."),
            };
        }

        public void Apply(RoomEvent @event)
        {
            if (CustomContent.TryDecode(@event.Content.Span, out var custom) && custom.Type == "keep")
            {
                notes[@event.Sequence] = Encoding.UTF8.GetString(custom.Data.Span);
            }
            else if (ErasureContent.TryDecode(@event.Content.Span, out var erasure))
            {
                foreach (var sequence in erasure.Sequences)
                {
                    notes.Remove(sequence);
                }
            }
        }

        public void Save(IBufferWriter<byte> snapshot) => snapshot.Write(JsonSerializer.SerializeToUtf8Bytes(notes));
    }
}
