using System.Buffers.Binary;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Grpc;

/// <summary>One bidirectional gRPC stream: reads messages from DATA frames and writes them into DATA frames.</summary>
internal abstract class GrpcStream(GrpcConnection connection, int id, long window, IMember member) : IChatStream
{
    private const int PrefixBytes = MessageSplitter.PrefixBytes;
    private const int ReplenishAfter = 1 << 28;

    private readonly ByteQueue _waiting = new();
    private MessageSplitter? _splitter;
    private byte[] _message = [];
    private int _textBytes = -1;
    private long _window = window;
    private long _unacknowledged;
    private bool _blocked;
    private bool _ended;

    protected IMember Member => member;

    public bool TrySend(ReadOnlySpan<byte> text)
    {
        if (text.Length != _textBytes)
        {
            BeginWith(text.Length);
        }

        _blocked = _waiting.Count > 0 || _window < _message.Length || connection.SendWindow < _message.Length;
        if (_blocked || _ended)
        {
            return false;
        }

        text.CopyTo(_message.AsSpan(_message.Length - text.Length));
        Stamp(_message.AsSpan(PrefixBytes));
        Queue(_message);
        return true;
    }

    public void Widen(int increment) => _window += increment;

    /// <summary>The window of the connection or of the stream has grown.</summary>
    public void Unblock()
    {
        SendWaiting();
        if (_blocked && !_ended)
        {
            _blocked = false;
            member.Unblocked();
        }
    }

    /// <summary>The request headers are queued.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>The response headers have arrived.</summary>
    public virtual void Open()
    {
    }

    public void End()
    {
        if (!_ended)
        {
            _ended = true;
            member.Ended();
        }
    }

    public void Received(ReadOnlySpan<byte> data, long at)
    {
        _unacknowledged += data.Length;
        if (_unacknowledged >= ReplenishAfter)
        {
            connection.QueueWindowUpdate(id, (int)_unacknowledged);
            _unacknowledged = 0;
        }

        _splitter ??= new MessageSplitter(Take);
        _splitter.Add(data, at);
    }

    /// <summary>The bytes of a chat message before its text, which is the end of the message.</summary>
    protected abstract byte[] BeforeText(int textBytes);

    /// <summary>A message has arrived.</summary>
    protected abstract void Take(ReadOnlySpan<byte> message, long at);

    /// <summary>Writes the fields that differ between chat messages.</summary>
    protected virtual void Stamp(Span<byte> message)
    {
    }

    /// <summary>Sends a message that is not a chat message, as soon as the window allows.</summary>
    protected void Send(ReadOnlySpan<byte> message)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], message.Length);
        _waiting.Add(prefix);
        _waiting.Add(message);
        SendWaiting();
    }

    private void BeginWith(int textBytes)
    {
        var before = BeforeText(textBytes);
        _textBytes = textBytes;
        _message = [.. new byte[PrefixBytes], .. before, .. new byte[textBytes]];
        BinaryPrimitives.WriteInt32BigEndian(_message.AsSpan(1), before.Length + textBytes);
    }

    private void SendWaiting()
    {
        var bytes = (int)Math.Min(_waiting.Count, Math.Min(_window, connection.SendWindow));
        if (bytes > 0 && !_ended)
        {
            Queue(_waiting.Waiting[..bytes]);
            _waiting.Remove(bytes);
        }
    }

    private void Queue(ReadOnlySpan<byte> data)
    {
        _window -= data.Length;
        connection.QueueData(id, data);
    }
}
