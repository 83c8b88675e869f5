namespace Parley.Load.Sockets;

/// <summary>The protocol on a connection.</summary>
internal interface ILinkUser
{
    /// <summary>Takes whole units out of what arrived and says how many bytes they were; the rest comes again with more behind it.</summary>
    int Received(ReadOnlySpan<byte> bytes);

    /// <summary>Everything queued was sent.</summary>
    void Drained();

    /// <summary>The peer closed the connection, or it could not be made.</summary>
    void Closed();
}
