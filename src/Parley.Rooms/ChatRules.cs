using System.Text;
using Parley.Protocol;

namespace Parley.Rooms;

/// <summary>The rules of a chat room that need no state.</summary>
public static class ChatRules
{
    // A UTF-16 character is at most three bytes of UTF-8: shorter texts need no counting.
    private const int CertainlyShortEnough = ProtocolLimits.TextBytes / 3;

    /// <summary>Says why a room would refuse a post whatever its state.</summary>
    /// <returns><c>null</c> if the post is well formed.</returns>
    public static Rejection? Validate(PostCommand post)
    {
        if (UserName.Validate(post.User) is { } error)
        {
            return new Rejection(ParleyCode.Invalid, error);
        }

        if (post.Text.Length > CertainlyShortEnough && Encoding.UTF8.GetByteCount(post.Text) is var bytes and > ProtocolLimits.TextBytes)
        {
            return new Rejection(
                ParleyCode.TextTooLong,
                $"The text has {bytes} bytes of UTF-8; {ProtocolLimits.TextBytes} are allowed. Send it in parts.");
        }

        return post.CommandId is { } id && (id.Length == 0 || Encoding.UTF8.GetByteCount(id) > ProtocolLimits.CommandIdBytes)
            ? new Rejection(ParleyCode.CommandIdInvalid, $"A command id has 1 to {ProtocolLimits.CommandIdBytes} bytes of UTF-8.")
            : null;
    }
}
