using System.Text;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Frames;
using Parley.Server.Transports;

namespace Parley.Server.Sessions.Reading;

/// <summary>The rules for a session's first frame.</summary>
internal static class Greeting
{
    /// <summary>Validates the first frame.</summary>
    /// <returns>Why the session ends; <c>null</c> if the frame is a valid Hello.</returns>
    public static Farewell? Validate(Hello? hello)
    {
        if (hello is null)
        {
            return Refuse(ParleyCode.HelloExpected, "The first frame of a session must be a Hello.");
        }

        if (hello.ProtocolVersion != Versions.Protocol)
        {
            return Refuse(
                ParleyCode.VersionUnsupported,
                $"This server speaks protocol version {Versions.Protocol}; the client asked for {hello.ProtocolVersion}.");
        }

        if (UserName.Validate(hello.User) is { } error)
        {
            return Refuse(ParleyCode.Invalid, error);
        }

        return Encoding.UTF8.GetByteCount(hello.Client) > ProtocolLimits.UserBytes
            ? Refuse(ParleyCode.Invalid, $"The client's name is longer than {ProtocolLimits.UserBytes} bytes of UTF-8.")
            : null;
    }

    private static Farewell Refuse(ParleyCode code, string reason) => new(code, reason, IsBroken: false);
}
