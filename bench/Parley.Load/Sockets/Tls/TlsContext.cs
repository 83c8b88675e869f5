using System.Runtime.InteropServices;

namespace Parley.Load.Sockets.Tls;

/// <summary>The TLS settings of all connections of a loop: TLS 1.3 only, with HTTP/2 inside.</summary>
internal sealed unsafe class TlsContext : SafeHandle
{
    public TlsContext(TlsTrust trust)
        : base(0, ownsHandle: true)
    {
        Trust = trust;
        SetHandle(OpenSsl.NewContext(OpenSsl.ClientMethod()));
        OpenSsl.ControlContext(this, OpenSsl.SetMinVersion, OpenSsl.Tls13, 0);
        // Without this, ten thousand idle connections hold 300 MB.
        OpenSsl.ControlContext(this, OpenSsl.SetMode, OpenSsl.ReleaseBuffers, 0);
        var protocols = "\u0002h2"u8;
        fixed (byte* bytes = protocols)
        {
            _ = OpenSsl.SetProtocols(this, bytes, (uint)protocols.Length);
        }
    }

    public TlsTrust Trust { get; }

    /// <summary>The buffer into which all connections decrypt, shared so that it stays in the cache.</summary>
    public byte[] Plain { get; } = GC.AllocateArray<byte>(1 << 18, pinned: true);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        OpenSsl.FreeContext(handle);
        return true;
    }
}
