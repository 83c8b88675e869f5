using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols;

/// <summary>What goes over the wire to one kind of server; what is measured knows nothing of it.</summary>
internal interface IProtocol
{
    /// <summary>As <c>--protocol</c> names it.</summary>
    string Name { get; }

    /// <summary>True if one connection may have several streams.</summary>
    bool HasManyStreams { get; }

    /// <summary>True if a stream can be given what was said before it joined.</summary>
    bool HasHistory { get; }

    /// <summary>True if it can be spoken over TLS.</summary>
    bool HasTls => false;

    /// <summary>True if the server says of every post that it is stored; otherwise its echo says so.</summary>
    bool AcknowledgesPosts { get; }

    /// <summary>Makes ready what the server needs before rooms are used.</summary>
    void Prepare(EpollLoop loop, IPEndPoint server);

    /// <summary>Begins to connect; streams may be joined at once.</summary>
    IChatConnection Connect(EpollLoop loop, IPEndPoint server);
}
