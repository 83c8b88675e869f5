using System.Globalization;
using System.Runtime.InteropServices;

namespace Parley.Load.Sockets.Tls;

/// <summary>The TLS of one connection, with two memory buffers: the peer's bytes, and the bytes for the peer.</summary>
internal sealed unsafe class TlsSession : SafeHandle
{
    private readonly nint _input = OpenSsl.NewBio(OpenSsl.MemoryBio());
    private readonly nint _output = OpenSsl.NewBio(OpenSsl.MemoryBio());

    public TlsSession(TlsContext context)
        : base(0, ownsHandle: true)
    {
        SetHandle(OpenSsl.NewSession(context));
        OpenSsl.SetBios(handle, _input, _output);
        OpenSsl.SetConnectState(handle);
    }

    /// <summary>The bytes to send.</summary>
    public ReadOnlySpan<byte> Output
    {
        get
        {
            byte* bytes;
            var length = OpenSsl.ControlBio(_output, OpenSsl.BioContent, 0, &bytes);
            return new(bytes, (int)length);
        }
    }

    /// <summary>The protocol negotiated with ALPN; empty if there is none.</summary>
    public ReadOnlySpan<byte> Protocol
    {
        get
        {
            byte* bytes;
            uint length;
            OpenSsl.Selected(this, &bytes, &length);
            return new(bytes, (int)length);
        }
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The peer's certificate in DER; empty if there is none.</summary>
    public byte[] PeerCertificate()
    {
        var chain = OpenSsl.PeerChain(this);
        if (chain == 0)
        {
            return [];
        }

        var certificate = OpenSsl.ItemOf(chain, 0);
        var encoded = new byte[OpenSsl.EncodeCertificate(certificate, null)];
        fixed (byte* start = encoded)
        {
            var end = start;
            _ = OpenSsl.EncodeCertificate(certificate, &end);
        }

        return encoded;
    }

    /// <summary>Adds bytes from the peer.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            _ = OpenSsl.WriteBio(_input, start, bytes.Length);
        }
    }

    /// <summary>Continues the handshake; true once it is complete.</summary>
    public bool Handshake()
    {
        OpenSsl.ClearErrors();
        var result = OpenSsl.Handshake(this);
        if (result == 1)
        {
            return true;
        }

        IsEnd(result, "The TLS 1.3 handshake with the server failed");
        return false;
    }

    /// <summary>Decrypts some of the peer's bytes.</summary>
    /// <param name="plain">The buffer for the result.</param>
    /// <param name="hasEnded">True if the peer has closed the TLS session.</param>
    /// <returns>The number of bytes; 0 if more input is needed.</returns>
    public int Read(Span<byte> plain, out bool hasEnded)
    {
        OpenSsl.ClearErrors();
        int count;
        fixed (byte* start = plain)
        {
            count = OpenSsl.Read(this, start, plain.Length);
        }

        hasEnded = count <= 0 && IsEnd(count, "The server sent something other than TLS");
        return Math.Max(0, count);
    }

    /// <summary>Encrypts into <see cref="Output"/>.</summary>
    public void Write(ReadOnlySpan<byte> plain)
    {
        OpenSsl.ClearErrors();
        fixed (byte* start = plain)
        {
            var written = OpenSsl.Write(this, start, plain.Length);
            if (written != plain.Length)
            {
                throw Failure(OpenSsl.Error(this, written), "TLS cannot send");
            }
        }
    }

    /// <summary>Removes the output, which has been sent.</summary>
    public void ClearOutput() => OpenSsl.ControlBio(_output, OpenSsl.BioReset, 0, null);

    protected override bool ReleaseHandle()
    {
        // Frees the two buffers as well.
        OpenSsl.FreeSession(handle);
        return true;
    }

    private bool IsEnd(int result, string what) => OpenSsl.Error(this, result) switch
    {
        OpenSsl.WantRead => false,
        OpenSsl.CloseNotify => true,
        var error => throw Failure(error, what),
    };

    private static LoadException Failure(int error, string what)
    {
        var reason = Marshal.PtrToStringUTF8((nint)OpenSsl.Reason(OpenSsl.LastError()));
        return new(string.Create(CultureInfo.InvariantCulture, $"{what}: {reason ?? $"error {error}"}"));
    }
}
