using System.Globalization;
using System.Runtime.InteropServices;

namespace Parley.Load.Sockets.Tls;

/// <summary>One connection's TLS, between two memories: what the peer sent, and what is to be sent to it.</summary>
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

    /// <summary>What is to be sent.</summary>
    public ReadOnlySpan<byte> Output
    {
        get
        {
            byte* bytes;
            var length = OpenSsl.ControlBio(_output, OpenSsl.BioContent, 0, &bytes);
            return new(bytes, (int)length);
        }
    }

    /// <summary>The protocol that was agreed on inside of TLS; empty if none was.</summary>
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

    /// <summary>The peer's certificate as it came.</summary>
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

    /// <summary>Takes what the peer sent.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            _ = OpenSsl.WriteBio(_input, start, bytes.Length);
        }
    }

    /// <summary>Goes on with the handshake; true when it is complete.</summary>
    public bool Handshake()
    {
        OpenSsl.ClearErrors();
        var result = OpenSsl.Handshake(this);
        if (result == 1)
        {
            return true;
        }

        IsEnd(result, "TLS 1.3 could not be agreed on with the server");
        return false;
    }

    /// <summary>Decrypts some of what was taken.</summary>
    /// <param name="plain">Where to.</param>
    /// <param name="hasEnded">True if the peer has said that nothing more comes.</param>
    /// <returns>How many bytes; 0 if there are no more for now.</returns>
    public int Read(Span<byte> plain, out bool hasEnded)
    {
        OpenSsl.ClearErrors();
        int count;
        fixed (byte* start = plain)
        {
            count = OpenSsl.Read(this, start, plain.Length);
        }

        hasEnded = count <= 0 && IsEnd(count, "The server sent what is no TLS");
        return Math.Max(0, count);
    }

    /// <summary>Encrypts to <see cref="Output"/>.</summary>
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

    /// <summary>The output is on its way.</summary>
    public void ClearOutput() => OpenSsl.ControlBio(_output, OpenSsl.BioReset, 0, null);

    protected override bool ReleaseHandle()
    {
        // With it its two memories.
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
