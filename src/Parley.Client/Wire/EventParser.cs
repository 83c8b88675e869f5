using System.Text;
using System.Text.Unicode;

namespace Parley.Client.Wire;

/// <summary>
/// Makes a <see cref="MessageEvent"/> straight from a frame's bytes: half the time and a third of the memory of the generated parser, which makes
/// four objects and every name anew. Whatever is not exactly an event of a message is left to the generated one. For one thread.
/// </summary>
internal sealed class EventParser
{
    // (field number << 3) | 0 for a varint, | 2 for bytes.
    private const ulong FrameEvent = (3 << 3) | 2;
    private const ulong Room = (1 << 3) | 2;
    private const ulong Sequence = 2 << 3;
    private const ulong User = (3 << 3) | 2;
    private const ulong TimeMs = 4 << 3;
    private const ulong CommandId = (5 << 3) | 2;
    private const ulong Content = (6 << 3) | 2;
    private const ulong ContentMessage = (1 << 3) | 2;
    private const ulong MessageText = (1 << 3) | 2;
    private const long MaxTimeMs = 253_402_300_799_999;

    private readonly NameCache _names = new();

    /// <summary>The event of a message; <c>null</c> for everything else.</summary>
    public MessageEvent? TryParse(ReadOnlySpan<byte> frame)
    {
        if (!WireReader.TryUnwrap(frame, FrameEvent, out var bytes))
        {
            return null;
        }

        var reader = new WireReader(bytes);
        var (room, user, commandId) = ("", "", "");
        string? text = null;
        long sequence = 0, time = 0;
        while (!reader.IsAtEnd)
        {
            if (!reader.TryReadVarint(out var tag))
            {
                return null;
            }

            ReadOnlySpan<byte> value = default;
            ulong number = 0;
            if (!((tag & 7) == 2 ? reader.TryReadBytes(out value) : (tag & 7) == 0 && reader.TryReadVarint(out number)))
            {
                return null;
            }

            // Text that is none is for the generated parser to complain of.
            if (tag != Content && !Utf8.IsValid(value))
            {
                return null;
            }

            switch (tag)
            {
                case Room:
                    room = _names.Get(value);
                    break;
                case Sequence:
                    sequence = (long)number;
                    break;
                case User:
                    user = _names.Get(value);
                    break;
                case TimeMs:
                    time = (long)number;
                    break;
                case CommandId:
                    commandId = Encoding.UTF8.GetString(value);
                    break;
                case Content when text is null && TryReadText(value) is { } found:
                    text = found;
                    break;
                default:
                    return null;
            }
        }

        return text is null || time is < 0 or > MaxTimeMs ? null : new MessageEvent
        {
            Room = room,
            Sequence = sequence,
            User = user,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(time),
            CommandId = commandId,
            Text = text,
        };
    }

    private static string? TryReadText(ReadOnlySpan<byte> content) => !WireReader.TryUnwrap(content, ContentMessage, out var message) ? null
        : message.IsEmpty ? ""
        : WireReader.TryUnwrap(message, MessageText, out var text) && Utf8.IsValid(text) ? Encoding.UTF8.GetString(text)
        : null;
}
