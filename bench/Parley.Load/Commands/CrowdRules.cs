using Parley.Load.Protocols;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary>Rejects impossible crowds.</summary>
internal static class CrowdRules
{
    public static CrowdOptions Check(CrowdOptions members, IProtocol protocol)
    {
        if (members.Senders > members.Streams)
        {
            throw new UsageException($"{members.Senders:N0} senders need at least as many streams; there are {members.Streams:N0}.");
        }

        if (members.Rooms > members.Streams)
        {
            throw new UsageException($"{members.Rooms:N0} rooms need at least as many streams; there are {members.Streams:N0}.");
        }

        if (members.Connections > members.Streams)
        {
            throw new UsageException(
                $"{members.Connections:N0} connections need at least as many streams; there are {members.Streams:N0}.");
        }

        if (members.Streams > members.Connections && !protocol.HasManyStreams)
        {
            throw new UsageException($"{protocol.Name} has one stream on each connection.");
        }

        return members;
    }
}
