using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Server.Refusals;
using Parley.Server.Sessions.Writing;

namespace Parley.Server.Sessions.Rooms;

/// <summary>Answers a session's frames. Used only by the session's reader.</summary>
internal sealed class SessionReplies(Outbox outbox)
{
    public static ServerFrame Rejected(string room, string command, Rejection rejection) => new()
    {
        Rejected = new Rejected
        {
            Room = room,
            CommandId = command,
            Code = rejection.Code.ToWire(),
            Reason = rejection.Reason,
            RetryAfterMs = rejection.Code.RetryAfterMilliseconds(),
            HeadSequence = rejection.Head,
        },
    };

    /// <summary>Answers a frame.</summary>
    /// <param name="frame">The answer.</param>
    /// <param name="opens">The room that is written from this answer on.</param>
    /// <param name="closes">The room of which nothing is written after this answer.</param>
    public void Answer(ServerFrame frame, RoomOutput? opens = null, RoomOutput? closes = null)
    {
        // A refusal repeats parts of the frame that it refuses, and these may be as long as a frame.
        var weight = Reply.Weigh(frame.CalculateSize());
        outbox.Owe(weight);
        outbox.Add(new Reply(frame, weight, opens, closes));
    }

    public void Refuse(string room, string command, ParleyCode code, string reason) => Refuse(room, command, new Rejection(code, reason));

    public void Refuse(string room, string command, Rejection rejection) => Answer(Rejected(room, command, rejection));

    public void RefuseNotJoined(string room, string command) => Refuse(room, command, RoomName.Validate(room) is { } error
        ? new Rejection(ParleyCode.Invalid, error)
        : new Rejection(ParleyCode.NotJoined, "The session is not in this room. Join it first."));
}
