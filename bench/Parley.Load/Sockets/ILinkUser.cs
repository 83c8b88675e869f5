namespace Parley.Load.Sockets;

/// <summary>The protocol on a connection.</summary>
internal interface ILinkUser
{
    /// <summary>Reads complete units and returns their length; the rest is passed again, followed by the next bytes.</summary>
    int Received(ReadOnlySpan<byte> bytes);

    /// <summary>Everything queued has been sent.</summary>
    void Drained();

    /// <summary>The peer has closed the connection, or it could not be established.</summary>
    void Closed();
}
