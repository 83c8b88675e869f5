using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Redis;

/// <summary>
/// A member of a room that is a Redis stream. A connection that waits in XREAD cannot post, so a member that does both has two.
/// </summary>
internal sealed class RedisStreamsConnection(EpollLoop loop, IPEndPoint server) : IChatConnection, IChatStream
{
    private RedisFollower? _follower;
    private RedisPoster? _poster;
    private JoinRequest _request;
    private IMember? _member;

    public IChatStream Join(JoinRequest request, IMember member)
    {
        (_request, _member) = (request, member);
        if (request.IsReader)
        {
            _follower = loop.Connect(server, link => new RedisFollower(link, request.Room, member, request.History > 0));
        }
        else
        {
            Poster().Ping();
        }

        return this;
    }

    public bool TrySend(ReadOnlySpan<byte> text) => Poster().TrySend(text);

    public void Pause(bool paused)
    {
        _follower?.Pause(paused);
        _poster?.Pause(paused);
    }

    public void Close()
    {
        _follower?.Close();
        _poster?.Close();
    }

    private RedisPoster Poster() =>
        _poster ??= loop.Connect(server, link => new RedisPoster(link, _request.Room, _member!, acknowledges: !_request.IsReader));
}
