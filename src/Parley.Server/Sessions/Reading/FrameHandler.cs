using System.Buffers;
using Google.Protobuf;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Frames;
using Parley.Server.Sessions.Rooms;

namespace Parley.Server.Sessions.Reading;

/// <summary>Does what each frame of a session asks for, in the order of the frames. Used only by the session's reader.</summary>
internal sealed class FrameHandler(SessionRooms rooms, SessionReplies replies)
{
    private static readonly ServerFrame Pong = new() { Pong = new Pong() };

    private readonly MessagePostReader _posts = new();

    /// <summary>Handles one frame. Completes at once unless the frame is a join or a signal.</summary>
    /// <param name="frame">An encoded <see cref="ClientFrame"/>.</param>
    /// <exception cref="InvalidProtocolBufferException">It is malformed.</exception>
    public ValueTask HandleAsync(ReadOnlySequence<byte> frame)
    {
        if (_posts.TryRead(frame, out var post))
        {
            rooms.Post(post);
            return ValueTask.CompletedTask;
        }

        return HandleAsync(ClientFrame.Parser.ParseFrom(frame));
    }

    private ValueTask HandleAsync(ClientFrame frame)
    {
        switch (frame.FrameCase)
        {
            case ClientFrame.FrameOneofCase.Post:
                rooms.Post(frame.Post);
                break;
            case ClientFrame.FrameOneofCase.Join:
                return new ValueTask(rooms.JoinAsync(frame.Join));
            case ClientFrame.FrameOneofCase.Leave:
                rooms.Leave(frame.Leave.Room);
                break;
            case ClientFrame.FrameOneofCase.Signal:
                return rooms.SignalAsync(frame.Signal);
            case ClientFrame.FrameOneofCase.Ping:
                replies.Answer(Pong);
                break;
            case ClientFrame.FrameOneofCase.Pong:
                break;
            case ClientFrame.FrameOneofCase.Hello:
                replies.Refuse("", "", ParleyCode.AlreadyGreeted, "The session has had its Hello. Only the first frame is one.");
                break;
            default:
                replies.Refuse("", "", UnknownField.Refuse(frame));
                break;
        }

        return ValueTask.CompletedTask;
    }
}
