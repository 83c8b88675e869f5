using System.Globalization;
using System.Text;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;

namespace CounterKind;

/// <summary>A number that everybody in a room changes, with undo. Options: the initial value, such as "10"; 0 if there are none.</summary>
public sealed class Counter : IRoomKind
{
    public string Name => "counter";

    public int Version => 1;

    public bool HasState => true;

    public string? ValidateOptions(ReadOnlySpan<byte> options) =>
        options.IsEmpty || TryParse(options, out _) ? null : "The options of a counter are its initial value, a whole number.";

    public IRoomState Create(ReadOnlyMemory<byte> options) => new CounterState(options.IsEmpty ? 0 : Parse(options.Span), []);

    public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot)
    {
        var numbers = Encoding.UTF8.GetString(snapshot).Split(' ').Select(number => Parse(Encoding.UTF8.GetBytes(number))).ToList();
        return new CounterState(numbers[0], numbers.Skip(1));
    }

    // "undo 7" needs event 7, to know what to take back.
    public IReadOnlyCollection<long> FindFacts(PostCommand command) => TryRead(command.Content, "undo", out var sequence) ? [sequence] : [];

    // An "undo" becomes an "undone" with the same sequence; an "add" stays what it is.
    public bool IsRetry(PostCommand command, RoomEvent first) => TryRead(command.Content, "undo", out var sequence)
        ? TryRead(first.Content, "undone", out var undone) && undone == sequence
        : command.Content.Span.SequenceEqual(first.Content.Span);

    internal static bool TryRead(ReadOnlyMemory<byte> content, string type, out long number)
    {
        number = 0;
        return CustomContent.TryDecode(content.Span, out var custom) && custom.Type == type && TryParse(custom.Data.Span, out number);
    }

    internal static byte[] Encode(string type, params IEnumerable<long> numbers) =>
        new CustomContent(type, Encoding.UTF8.GetBytes(string.Join(' ', numbers))).Encode();

    private static bool TryParse(ReadOnlySpan<byte> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static long Parse(ReadOnlySpan<byte> text) =>
        TryParse(text, out var number) ? number : throw new FormatException("This is not a whole number.");
}
