using Parley.Load.Protocols.Grpc;
using Parley.Load.Protocols.Nats;
using Parley.Load.Protocols.Redis;
using Parley.Load.Protocols.Rooms;
using Parley.Load.Protocols.SignalR;
using Parley.Load.Protocols.WebSockets;

namespace Parley.Load.Protocols;

/// <summary>The protocols, by name.</summary>
internal static class ProtocolNames
{
    private static readonly Dictionary<string, Func<IProtocol>> Creators = new()
    {
        ["grpc"] = () => new GrpcProtocol(),
        ["session"] = () => new RoomProtocol(),
        ["websocket"] = () => new RoomSocketProtocol(),
        ["signalr"] = () => new SignalRProtocol(),
        ["ws"] = () => new TextProtocol(),
        ["nats"] = () => new NatsProtocol(),
        ["jetstream"] = () => new JetStreamProtocol(),
        ["redis"] = () => new RedisProtocol(),
        ["redis-streams"] = () => new RedisStreamsProtocol(),
    };

    public static IReadOnlyList<string> All => [.. Creators.Keys];

    public static IProtocol Create(string name) => Creators[name]();
}
