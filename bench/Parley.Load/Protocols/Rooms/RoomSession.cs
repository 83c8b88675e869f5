using System.Buffers.Text;
using System.Text;
using Google.Protobuf;
using Parley.Protocol.V1;

namespace Parley.Load.Protocols.Rooms;

/// <summary>
/// The client's end of a session in one room, over any transport. Checks that the room's events arrive without a gap and that answers to
/// posts arrive in order. Answers pings.
/// Rare frames are parsed with the generated types.
/// </summary>
/// <param name="request">The room and the user.</param>
/// <param name="member">Receives what arrives.</param>
/// <param name="send">Sends an encoded frame, without its prefix.</param>
internal sealed class RoomSession(JoinRequest request, IMember member, Action<byte[]> send)
{
    private const int NumberDigits = 8;
    private const int TimeDigits = 8;
    private const string Client = "Parley.Load";

    private static readonly byte[] Pong = new ClientFrame { Pong = new Pong() }.ToByteArray();

    private static readonly long Started = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - Environment.TickCount64;

    private int _idAt;
    private int _posted;
    private int _accepted;
    private long _sequence;

    /// <summary>Sends what opens the session.</summary>
    public void Begin()
    {
        send(new ClientFrame { Hello = new Hello { User = request.User, Client = Client, ProtocolVersion = 1 } }.ToByteArray());
        var join = new Join { Room = request.Room };
        if (request.History > 0)
        {
            join.Last = request.History;
        }

        send(new ClientFrame { Join = join }.ToByteArray());
    }

    /// <summary>A post. Its command id consists of the time, as in Parley's clients, and a number.</summary>
    public byte[] BeforeText(int textBytes)
    {
        var before = PostFormat.BeforeText(request.Room, new string('0', TimeDigits + NumberDigits), textBytes, out var commandEnd);
        _idAt = commandEnd - TimeDigits - NumberDigits;
        return before;
    }

    /// <summary>Writes the next command id into a post.</summary>
    public void Stamp(Span<byte> message)
    {
        Utf8Formatter.TryFormat((uint)(Started + Environment.TickCount64), message[_idAt..], out _, new('x', TimeDigits));
        Utf8Formatter.TryFormat(_posted++, message[(_idAt + TimeDigits)..], out _, new('x', NumberDigits));
    }

    /// <summary>A frame has arrived.</summary>
    public void Take(ReadOnlySpan<byte> message, long at)
    {
        if (message.IsEmpty)
        {
            return;
        }

        switch (message[0])
        {
            case EventFormat.Tag:
                TakeEvent(message, at);
                break;
            case AcceptedFormat.Tag:
                TakeAccepted(message, at);
                break;
            default:
                TakeOther(ServerFrame.Parser.ParseFrom(message));
                break;
        }
    }

    private void TakeEvent(ReadOnlySpan<byte> message, long at)
    {
        var text = EventFormat.Read(message, out var sequence);
        if (sequence != ++_sequence)
        {
            throw new LoadException($"{request.User} received event {sequence:N0} of {request.Room} instead of {_sequence:N0}.");
        }

        if (request.IsReader)
        {
            member.Received(text, at);
        }
    }

    private void TakeAccepted(ReadOnlySpan<byte> message, long at)
    {
        var command = AcceptedFormat.CommandId(message);
        if (command.Length != TimeDigits + NumberDigits
            || !Utf8Parser.TryParse(command[TimeDigits..], out int number, out _, 'x') || number != _accepted++)
        {
            throw new LoadException($"{request.User} received the answer to '{Encoding.UTF8.GetString(command)}' out of order.");
        }

        if (!request.IsReader)
        {
            member.Acknowledged(at);
        }
    }

    private void TakeOther(ServerFrame frame)
    {
        switch (frame.FrameCase)
        {
            case ServerFrame.FrameOneofCase.Joined:
                _sequence = frame.Joined.AfterSequence;
                member.Joined();
                break;
            case ServerFrame.FrameOneofCase.Ping:
                send(Pong);
                break;
            case ServerFrame.FrameOneofCase.Rejected:
                throw new LoadException($"The server rejected a command of {request.User}: {frame.Rejected.Code}, {frame.Rejected.Reason}");
            case ServerFrame.FrameOneofCase.Left:
                throw new LoadException($"The server removed {request.User} from {request.Room}: {frame.Left.Code}, {frame.Left.Reason}");
            case ServerFrame.FrameOneofCase.GoAway:
                throw new LoadException($"The server ended the session of {request.User}: {frame.GoAway.Code}, {frame.GoAway.Reason}");
        }
    }
}
