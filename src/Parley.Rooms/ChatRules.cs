using System.Text;
using Parley.Protocol;

namespace Parley.Rooms;

/// <summary>The rules of a chat room that need no state: whether a post is well formed.</summary>
public static class ChatRules
{
    // A UTF-16 character takes at most three bytes of UTF-8, so the bytes of shorter texts need no counting.
    private const int MaxUncountedCharacters = ProtocolLimits.TextBytes / 3;

    /// <summary>Checks what every room checks, no matter what its state is.</summary>
    /// <param name="post">The post.</param>
    /// <returns>Why every room refuses the post; <c>null</c> if it is well formed.</returns>
    public static Rejection? Validate(PostCommand post)
    {
        if (UserName.Validate(post.User) is { } error)
        {
            return new Rejection(ParleyCode.Invalid, error);
        }

        if (post.Text.Length > MaxUncountedCharacters && Encoding.UTF8.GetByteCount(post.Text) is var bytes and > ProtocolLimits.TextBytes)
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
