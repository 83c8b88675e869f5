using System.Globalization;

namespace Parley.Command.Formatting;

/// <summary>Unix seconds as a local time of day.</summary>
internal static class MessageTime
{
    /// <summary>The time in the given format. If the time is beyond the calendar's range, dashes take the place of its digits.</summary>
    public static string Format(long seconds, string format, TimeZoneInfo zone)
    {
        try
        {
            var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), zone);
            return local.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (ArgumentOutOfRangeException)
        {
            return string.Concat(format.Select(character => character == ':' ? ':' : '-'));
        }
    }
}
