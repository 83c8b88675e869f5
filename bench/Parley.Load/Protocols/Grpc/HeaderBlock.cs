using System.Globalization;
using System.Text;

namespace Parley.Load.Protocols.Grpc;

/// <summary>Request headers in HPACK. All but method and scheme are literals without indexing (RFC 7541, section 6.2.2).</summary>
internal static class HeaderBlock
{
    private const byte MethodPost = 0x83;
    private const byte SchemeHttp = 0x86;
    private const byte SchemeHttps = 0x87;
    private const int MaxLiteralBytes = 126;

    public static byte[] JoinChat(bool isTls, string authority, JoinRequest request)
    {
        var block = Call(isTls, authority, "/chat.ChatService/JoinChat");
        AddLiteral(block, "parley-room", request.Room);
        if (request.History > 0)
        {
            AddLiteral(block, "parley-history", request.History.ToString(CultureInfo.InvariantCulture));
        }

        return [.. block];
    }

    public static byte[] Connect(bool isTls, string authority) => [.. Call(isTls, authority, "/parley.v1.RoomService/Connect")];

    private static List<byte> Call(bool isTls, string authority, string path)
    {
        var block = new List<byte>(192) { MethodPost, isTls ? SchemeHttps : SchemeHttp };
        AddLiteral(block, ":path", path);
        AddLiteral(block, ":authority", authority);
        AddLiteral(block, "te", "trailers");
        AddLiteral(block, "content-type", "application/grpc");
        return block;
    }

    private static void AddLiteral(List<byte> block, string name, string value)
    {
        block.Add(0);
        AddString(block, name);
        AddString(block, value);
    }

    private static void AddString(List<byte> block, string value)
    {
        if (value.Length > MaxLiteralBytes)
        {
            throw new LoadException($"'{value}' is too long for a header: the limit is {MaxLiteralBytes} bytes.");
        }

        block.Add((byte)value.Length);
        block.AddRange(Encoding.ASCII.GetBytes(value));
    }
}
