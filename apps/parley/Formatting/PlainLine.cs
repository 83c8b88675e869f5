using System.Globalization;
using Parley.Client;
using Parley.Protocol;
using Parley.Protocol.Chat;

namespace Parley.Command.Formatting;

/// <summary>Lines for people: in local time, and safe for a terminal.</summary>
internal static class PlainLine
{
    /// <summary>A message: <c>[HH:MM:SS] user: text</c>.</summary>
    public static string Of(ChatMessage message, TimeZoneInfo zone) => Format(message.UserId, message.Text, message.Timestamp, zone);

    /// <summary>An event: its sequence, then the same as for a message.</summary>
    public static string Of(EventLine line, TimeZoneInfo zone)
    {
        var text = line switch
        {
            { Text: { } message } => message,
            { IsErased: true } => "(erased)",
            { Erases: { } sequences } => $"(erased {string.Join(", ", sequences)})",
            _ => "(not a message)",
        };
        var formatted = Format(line.User, text, line.Time.ToUnixTimeSeconds(), zone);
        return string.Create(CultureInfo.InvariantCulture, $"{line.Sequence} {formatted}");
    }

    /// <summary>A room: its name, a tab, and the sequence of its last event.</summary>
    public static string Of(RoomInfo room) =>
        string.Create(CultureInfo.InvariantCulture, $"{SafeText.Clean(room.Name)}\t{room.HeadSequence}");

    private static string Format(string user, string text, long seconds, TimeZoneInfo zone) =>
        $"[{MessageTime.Format(seconds, "HH:mm:ss", zone)}] {SafeText.Clean(user)}: {SafeText.Clean(text)}";
}
