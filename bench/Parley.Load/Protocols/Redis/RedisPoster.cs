using System.Text;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Redis;

/// <summary>A connection that adds texts to a Redis stream.</summary>
/// <param name="link">The connection.</param>
/// <param name="room">The stream's key.</param>
/// <param name="member">The member that posts.</param>
/// <param name="acknowledges">Whether replies are reported to the member.</param>
internal sealed class RedisPoster(ILink link, string room, IMember member, bool acknowledges) : ILinkUser
{
    private readonly RedisSender _sender = new(link, member, "XADD", room, "*", "t");

    public bool TrySend(ReadOnlySpan<byte> text) => _sender.TrySend(text);

    public void Pause(bool paused) => link.Pause(paused);

    public void Close() => link.Close();

    /// <summary>Requests a reply, which shows that the connection works.</summary>
    public void Ping() => link.Queue(RedisCommand.Create("PING"));

    public void Drained() => _sender.Unblock();

    public void Closed() => member.Ended();

    public int Received(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (RespToken.TryRead(rest, out var token))
        {
            Handle(token);
            rest = rest[token.Bytes..];
        }

        return bytes.Length - rest.Length;
    }

    private void Handle(in RespToken token)
    {
        switch (token.Kind)
        {
            case RespKind.Error:
                throw new LoadException($"Redis: {Encoding.UTF8.GetString(token.Value)}");
            case RespKind.Simple:
                member.Joined();
                break;
            case RespKind.Bulk when acknowledges:
                member.Acknowledged(link.ArrivedAt);
                break;
        }
    }
}
