using System.Runtime.InteropServices;

namespace Parley.Load.Sockets.Tls;

/// <summary>What all connections of a loop have in common: TLS 1.3 or nothing, and HTTP/2 in it.</summary>
internal sealed unsafe class TlsContext : SafeHandle
{
    public TlsContext(TlsTrust trust)
        : base(0, ownsHandle: true)
    {
        Trust = trust;
        SetHandle(OpenSsl.NewContext(OpenSsl.ClientMethod()));
        OpenSsl.ControlContext(this, OpenSsl.SetLeastVersion, OpenSsl.Tls13, 0);
        // Otherwise ten thousand idle connections hold 300 MB.
        OpenSsl.ControlContext(this, OpenSsl.SetMode, OpenSsl.ReleaseBuffers, 0);
        var protocols = "\u0002h2"u8;
        fixed (byte* bytes = protocols)
        {
            _ = OpenSsl.SetProtocols(this, bytes, (uint)protocols.Length);
        }
    }

    public TlsTrust Trust { get; }

    /// <summary>What all connections are decrypted into, so that it stays in the cache.</summary>
    public byte[] Plain { get; } = GC.AllocateArray<byte>(1 << 18, pinned: true);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        OpenSsl.FreeContext(handle);
        return true;
    }
}
