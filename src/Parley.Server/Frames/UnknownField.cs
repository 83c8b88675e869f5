using Google.Protobuf;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Frames;

/// <summary>Refuses what a newer client sent and this server does not know.</summary>
internal static class UnknownField
{
    /// <summary>Why a frame without a known kind is refused.</summary>
    public static Rejection Refuse(ClientFrame frame) => FindNumber(frame) is var number and > 0
        ? new Rejection(ParleyCode.UnknownFrame, Explain("frames", number))
        : new Rejection(ParleyCode.Invalid, "The frame is empty.");

    /// <summary>Why content that is not a message is refused.</summary>
    public static Rejection Refuse(Content? content) => content is not null && FindNumber(content) is var number and > 0
        ? new Rejection(ParleyCode.UnknownFrame, Explain("content", number))
        : new Rejection(ParleyCode.Invalid, "The post has no content.");

    /// <summary>The number of the first field of a message that has no known fields; 0 if it is empty.</summary>
    private static int FindNumber(IMessage message)
    {
        var input = new CodedInputStream(message.ToByteArray());
        return WireFormat.GetTagFieldNumber(input.ReadTag());
    }

    private static string Explain(string what, int number) =>
        $"This server does not know {what} of kind {number}. It speaks protocol version {Versions.Protocol}.";
}
