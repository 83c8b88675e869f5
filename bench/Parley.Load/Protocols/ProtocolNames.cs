using Parley.Load.Protocols.Grpc;

namespace Parley.Load.Protocols;

/// <summary>The protocols by name.</summary>
internal static class ProtocolNames
{
    private static readonly Dictionary<string, Func<IProtocol>> Creators = new()
    {
        ["grpc"] = () => new GrpcProtocol(),
    };

    public static IReadOnlyList<string> All => [.. Creators.Keys];

    public static IProtocol Create(string name) => Creators[name]();
}
