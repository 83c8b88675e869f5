using System.Text;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Redis;

/// <summary>Publishes and subscribes on one connection, which needs RESP3. A room is a channel.</summary>
internal sealed class RedisConnection(ILink link) : ILinkUser, IChatConnection, IChatStream
{
    private readonly RespPosition _position = new();
    private IMember? _member;
    private RedisSender? _sender;
    private bool _isMessage;

    public IChatStream Join(JoinRequest request, IMember member)
    {
        _member = member;
        _sender = new RedisSender(link, member, "PUBLISH", request.Room);
        link.Queue(RedisCommand.Create("HELLO", "3"));
        link.Queue(RedisCommand.Create("SUBSCRIBE", request.Room));
        return this;
    }

    public bool TrySend(ReadOnlySpan<byte> text) => _sender!.TrySend(text);

    public void Pause(bool paused) => link.Pause(paused);

    public void Close() => link.Close();

    public void Drained() => _sender?.Unblock();

    public void Closed() => _member?.Ended();

    public int Received(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (RespToken.TryRead(rest, out var token))
        {
            Handle(token);
            _position.Advance(token);
            rest = rest[token.Bytes..];
        }

        return bytes.Length - rest.Length;
    }

    /// <summary>A push is ["subscribe", room, number] or ["message", room, text].</summary>
    private void Handle(in RespToken token)
    {
        if (token.Kind == RespKind.Error)
        {
            throw new LoadException($"Redis: {Encoding.UTF8.GetString(token.Value)}");
        }

        if (_position.Depth != 1)
        {
            return;
        }

        if (_position.Index == 0)
        {
            _isMessage = token.Value.SequenceEqual("message"u8);
            if (token.Value.SequenceEqual("subscribe"u8))
            {
                _member!.Joined();
            }
        }
        else if (_position.Index == 2 && _isMessage)
        {
            _member!.Received(token.Value, link.ArrivedAt);
        }
    }
}
