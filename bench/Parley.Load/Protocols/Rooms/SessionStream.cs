using System.Buffers.Text;
using System.Text;
using Google.Protobuf;
using Parley.Load.Protocols.Grpc;
using Parley.Protocol.V1;

namespace Parley.Load.Protocols.Rooms;

/// <summary>
/// A session in one room. Checks that the room's events arrive without a gap and the answers to posts in order, and answers pings.
/// Rare frames are parsed with the generated types.
/// </summary>
internal sealed class SessionStream(GrpcConnection connection, int id, long window, JoinRequest request, IMember member)
    : GrpcStream(connection, id, window, member)
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

    public override void Begin()
    {
        Send(new ClientFrame { Hello = new Hello { User = request.User, Client = Client, ProtocolVersion = 1 } }.ToByteArray());
        var join = new Join { Room = request.Room };
        if (request.History > 0)
        {
            join.Last = request.History;
        }

        Send(new ClientFrame { Join = join }.ToByteArray());
    }

    /// <summary>A post. Its command id is the time, as with Parley's clients, and a number.</summary>
    protected override byte[] BeforeText(int textBytes)
    {
        var before = PostFormat.BeforeText(request.Room, new string('0', TimeDigits + NumberDigits), textBytes, out var commandEnd);
        _idAt = commandEnd - TimeDigits - NumberDigits;
        return before;
    }

    protected override void Stamp(Span<byte> message)
    {
        Utf8Formatter.TryFormat((uint)(Started + Environment.TickCount64), message[_idAt..], out _, new('x', TimeDigits));
        Utf8Formatter.TryFormat(_posted++, message[(_idAt + TimeDigits)..], out _, new('x', NumberDigits));
    }

    protected override void Take(ReadOnlySpan<byte> message, long at)
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
            Member.Received(text, at);
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
            Member.Acknowledged(at);
        }
    }

    private void TakeOther(ServerFrame frame)
    {
        switch (frame.FrameCase)
        {
            case ServerFrame.FrameOneofCase.Joined:
                _sequence = frame.Joined.AfterSequence;
                Member.Joined();
                break;
            case ServerFrame.FrameOneofCase.Ping:
                Send(Pong);
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
