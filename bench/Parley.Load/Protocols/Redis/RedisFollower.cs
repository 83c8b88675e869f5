using System.Text;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Redis;

/// <summary>A connection that follows a Redis stream with one XREAD after another, each from the last entry received.</summary>
internal sealed class RedisFollower : ILinkUser
{
    private const string MaxEntries = "4096";

    private readonly ILink _link;
    private readonly IMember _member;
    private readonly string _room;
    private readonly RespPosition _position = new();
    private readonly byte[] _last = new byte[64];
    private int _lastBytes;
    private bool _joined;

    /// <summary>Reads the last entry first, to begin after it, because XREAD from "$" does not report when it begins to listen.</summary>
    public RedisFollower(ILink link, string room, IMember member, bool fromTheBeginning)
    {
        (_link, _room, _member) = (link, room, member);
        Keep("0-0"u8);
        if (fromTheBeginning)
        {
            Follow();
        }
        else
        {
            link.Queue(RedisCommand.Create("XREVRANGE", room, "+", "-", "COUNT", "1"));
        }
    }

    public void Pause(bool paused) => _link.Pause(paused);

    public void Close() => _link.Close();

    public void Drained()
    {
    }

    public void Closed() => _member.Ended();

    public int Received(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (RespToken.TryRead(rest, out var token))
        {
            Handle(token);
            rest = rest[token.Bytes..];
            if (_position.Advance(token))
            {
                Follow();
            }
        }

        return bytes.Length - rest.Length;
    }

    /// <summary>XREVRANGE: [[id, [t, text]]]. XREAD: [[room, [[id, [t, text]] …]]].</summary>
    private void Handle(in RespToken token)
    {
        if (token.Kind == RespKind.Error)
        {
            throw new LoadException($"Redis: {Encoding.UTF8.GetString(token.Value)}");
        }

        if (token.Kind != RespKind.Bulk)
        {
            return;
        }

        var entry = _joined ? 4 : 2;
        if (_position.Depth == entry && _position.Index == 0)
        {
            Keep(token.Value);
        }
        else if (_joined && _position.Depth == entry + 1 && _position.Index == 1)
        {
            _member.Received(token.Value, _link.ArrivedAt);
        }
    }

    private void Follow()
    {
        if (!_joined)
        {
            _joined = true;
            _member.Joined();
        }

        _link.Queue(RedisCommand.Create(
            "XREAD", "COUNT", MaxEntries, "BLOCK", "0", "STREAMS", _room, Encoding.ASCII.GetString(_last.AsSpan(0, _lastBytes))));
    }

    private void Keep(ReadOnlySpan<byte> id)
    {
        id.CopyTo(_last);
        _lastBytes = id.Length;
    }
}
