using System.Globalization;

namespace Parley.Command.Formatting;

/// <summary>A number with its noun, in the singular or the plural.</summary>
internal static class Quantity
{
    /// <summary>Such as <c>1 event</c> and <c>2 events</c>.</summary>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>Such as <c>1 line was</c> and <c>2 lines were</c>.</summary>
    public static string Was(long count, string noun) => $"{Of(count, noun)} {(count == 1 ? "was" : "were")}";
}
