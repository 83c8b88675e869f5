using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols;

/// <summary>The wire protocol of one kind of server. Workloads are independent of it.</summary>
internal interface IProtocol
{
    /// <summary>Its name for <c>--protocol</c>.</summary>
    string Name { get; }

    /// <summary>Whether a connection can have several streams.</summary>
    bool HasManyStreams { get; }

    /// <summary>Whether a stream can receive messages from before it joined.</summary>
    bool HasHistory { get; }

    /// <summary>Whether it can be used over TLS.</summary>
    bool HasTls => false;

    /// <summary>Whether the server acknowledges every post; otherwise the echo is the acknowledgement.</summary>
    bool AcknowledgesPosts { get; }

    /// <summary>Prepares what the server needs before rooms can be used.</summary>
    void Prepare(EpollLoop loop, IPEndPoint server);

    /// <summary>Begins to connect. Streams can be opened immediately.</summary>
    IChatConnection Connect(EpollLoop loop, IPEndPoint server);
}
