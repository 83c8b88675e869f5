using System.Globalization;

namespace Parley.Command.Output;

/// <summary>A message's Unix seconds as a time of day here.</summary>
internal static class MessageTime
{
    /// <summary>The time in the given format; dashes in place of a time that no calendar has.</summary>
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
