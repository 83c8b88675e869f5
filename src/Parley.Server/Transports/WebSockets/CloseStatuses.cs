using System.Net.WebSockets;
using System.Text;
using Parley.Protocol;

namespace Parley.Server.Transports.WebSockets;

/// <summary>What a session closes its WebSocket with.</summary>
internal static class CloseStatuses
{
    // The first of the numbers that belong to applications.
    private const int First = 4_000;

    /// <summary>The most bytes of a description: a control frame holds 125 bytes, 2 of which are the status.</summary>
    private const int MaxDescriptionBytes = 123;

    /// <summary>1000 if the client left, otherwise 4000 plus the code.</summary>
    public static WebSocketCloseStatus ToCloseStatus(this Farewell farewell) => farewell.Code == ParleyCode.Unspecified
        ? WebSocketCloseStatus.NormalClosure
        : (WebSocketCloseStatus)(First + (int)farewell.Code);

    /// <summary>The reason, or as much of it as fits.</summary>
    public static string ToCloseDescription(this Farewell farewell)
    {
        if (Encoding.UTF8.GetByteCount(farewell.Reason) <= MaxDescriptionBytes)
        {
            return farewell.Reason;
        }

        var (text, bytes) = (new StringBuilder(), 0);
        foreach (var rune in farewell.Reason.EnumerateRunes().TakeWhile(rune => (bytes += rune.Utf8SequenceLength) <= MaxDescriptionBytes))
        {
            text.Append(rune.ToString());
        }

        return text.ToString();
    }
}
