using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Parley.Protocol.V1;

namespace Parley.Server.Contracts.Http;

/// <summary>
/// A position as the id of a server-sent event: the sequence, a dot, and the epoch. To readers it is one opaque text, which a browser sends
/// back when it reconnects.
/// </summary>
internal static class StreamPosition
{
    private const char Separator = '.';

    /// <summary>A position as an id.</summary>
    public static string Format(string epoch, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{sequence}{Separator}{epoch}");

    /// <summary>Reads an id.</summary>
    /// <returns>False if it is not the id of an event.</returns>
    public static bool TryParse(string id, [NotNullWhen(true)] out Position? position)
    {
        var parts = id.Split(Separator, 2);
        var isPosition = long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && parts is [_, { Length: > 0 } epoch]
            && epoch.All(IsOfEpochs);
        position = isPosition ? new Position { Epoch = parts[1], Sequence = sequence } : null;
        return isPosition;
    }

    // Other characters are a sign of two headers in one, for example.
    private static bool IsOfEpochs(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
