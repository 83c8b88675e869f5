using System.Globalization;
using Parley.Client;
using Parley.Protocol.Chat;

namespace Parley.Command.Output;

/// <summary>Things as lines for people: in local time, and safe for a terminal.</summary>
internal static class PlainLine
{
    /// <summary>A message: <c>[HH:MM:SS] user: text</c>.</summary>
    public static string Of(ChatMessage message, TimeZoneInfo zone) => Said(message.UserId, message.Text, message.Timestamp, zone);

    /// <summary>An event: its sequence, then as a message.</summary>
    public static string Of(EventLine line, TimeZoneInfo zone)
    {
        var text = line.Text ?? "(an event of a kind that this version does not know)";
        return string.Create(CultureInfo.InvariantCulture, $"{line.Sequence} {Said(line.User, text, line.Time.ToUnixTimeSeconds(), zone)}");
    }

    /// <summary>A room: its name, a tab, and the sequence of its last event.</summary>
    public static string Of(RoomInfo room) => string.Create(CultureInfo.InvariantCulture, $"{SafeText.Clean(room.Name)}\t{room.HeadSequence}");

    private static string Said(string user, string text, long seconds, TimeZoneInfo zone) =>
        $"[{MessageTime.Format(seconds, "HH:mm:ss", zone)}] {SafeText.Clean(user)}: {SafeText.Clean(text)}";
}
