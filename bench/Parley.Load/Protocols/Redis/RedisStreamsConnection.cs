using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Redis;

/// <summary>
/// A member of a room that is a Redis stream. What waits in XREAD cannot post, so that a member that does both has two connections.
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
        if (request.Listens)
        {
            _follower = loop.Connect(server, link => new RedisFollower(link, request.Room, member, request.History > 0));
        }
        else
        {
            Poster().Greet();
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
        _poster ??= loop.Connect(server, link => new RedisPoster(link, _request.Room, _member!, acknowledges: !_request.Listens));
}
