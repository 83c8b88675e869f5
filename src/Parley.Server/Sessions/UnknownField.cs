using Google.Protobuf;

namespace Parley.Server.Sessions;

/// <summary>What a message from a newer client carries that this server does not know.</summary>
internal static class UnknownField
{
    /// <summary>The number of the first field of a message none of whose fields is known; 0 if it is empty.</summary>
    public static int NumberIn(IMessage message)
    {
        var input = new CodedInputStream(message.ToByteArray());
        return WireFormat.GetTagFieldNumber(input.ReadTag());
    }
}
