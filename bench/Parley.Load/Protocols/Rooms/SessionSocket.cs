using System.Buffers.Binary;
using Parley.Load.Protocols.Grpc;
using Parley.Load.Protocols.WebSockets;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Rooms;

/// <summary>A session over a WebSocket. Each message is one frame.</summary>
internal sealed class SessionSocket : WebSocketConnection
{
    private const int PrefixBytes = MessageSplitter.PrefixBytes;

    private readonly MessageSplitter _splitter;
    private RoomSession? _session;
    private byte[] _message = [];
    private int _textBytes = -1;

    public SessionSocket(ILink link, string host)
        : base(link, host) => _splitter = new MessageSplitter((message, at) => _session!.Take(message, at));

    protected override string SubProtocol => "parley.v1";

    protected override string Path(string room) => "/v1/connect";

    protected override void Upgraded()
    {
        _session = new RoomSession(Request, Member, SendFrame);
        _session.Begin();
    }

    protected override void Received(ReadOnlySpan<byte> chunk, bool endsMessage) => _splitter.Add(chunk, Link.ArrivedAt);

    protected override void Post(ReadOnlySpan<byte> text)
    {
        if (text.Length != _textBytes)
        {
            var before = _session!.BeforeText(text.Length);
            (_textBytes, _message) = (text.Length, [.. new byte[PrefixBytes], .. before, .. new byte[text.Length]]);
            BinaryPrimitives.WriteInt32BigEndian(_message.AsSpan(1), before.Length + text.Length);
        }

        text.CopyTo(_message.AsSpan(_message.Length - text.Length));
        _session!.Stamp(_message.AsSpan(PrefixBytes));
        Send(WebSocketOpcode.Binary, _message);
    }

    private void SendFrame(byte[] frame)
    {
        byte[] message = [.. new byte[PrefixBytes], .. frame];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), frame.Length);
        Send(WebSocketOpcode.Binary, message);
    }
}
