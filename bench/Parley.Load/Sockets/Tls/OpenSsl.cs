using System.Reflection;
using System.Runtime.InteropServices;

namespace Parley.Load.Sockets.Tls;

/// <summary>
/// The functions of OpenSSL that an epoll loop needs: bytes in, bytes out, no blocking. It is the library .NET uses. SslStream would need
/// tasks, whose continuations would have to stay on the loop's thread.
/// </summary>
internal static unsafe partial class OpenSsl
{
    public const int SetMode = 33;
    public const int ReleaseBuffers = 0x10;
    public const int SetMinVersion = 123;
    public const int Tls13 = 0x0304;
    public const int WantRead = 2;
    public const int CloseNotify = 6;
    public const int BioReset = 1;
    public const int BioContent = 3;

    private const string Ssl = "libssl";
    private const string Crypto = "libcrypto";

    // The versions .NET looks for.
    private static readonly string?[] Versions = [Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE"), "3", "1.1"];

    static OpenSsl() => NativeLibrary.SetDllImportResolver(typeof(OpenSsl).Assembly, Find);

    [LibraryImport(Ssl, EntryPoint = "TLS_client_method")]
    public static partial nint ClientMethod();

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_new")]
    public static partial nint NewContext(nint method);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_ctrl")]
    public static partial nint ControlContext(TlsContext context, int command, nint number, nint pointer);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_alpn_protos")]
    public static partial int SetProtocols(TlsContext context, byte* protocols, uint length);

    [LibraryImport(Ssl, EntryPoint = "SSL_new")]
    public static partial nint NewSession(TlsContext context);

    [LibraryImport(Ssl, EntryPoint = "SSL_free")]
    public static partial void FreeSession(nint session);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_bio")]
    public static partial void SetBios(nint session, nint input, nint output);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_connect_state")]
    public static partial void SetConnectState(nint session);

    [LibraryImport(Ssl, EntryPoint = "SSL_do_handshake")]
    public static partial int Handshake(TlsSession session);

    [LibraryImport(Ssl, EntryPoint = "SSL_read")]
    public static partial int Read(TlsSession session, byte* buffer, int length);

    [LibraryImport(Ssl, EntryPoint = "SSL_write")]
    public static partial int Write(TlsSession session, byte* buffer, int length);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_error")]
    public static partial int Error(TlsSession session, int result);

    [LibraryImport(Ssl, EntryPoint = "SSL_get0_alpn_selected")]
    public static partial void Selected(TlsSession session, byte** protocol, uint* length);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_peer_cert_chain")]
    public static partial nint PeerChain(TlsSession session);

    [LibraryImport(Crypto, EntryPoint = "OPENSSL_sk_value")]
    public static partial nint ItemOf(nint stack, int index);

    [LibraryImport(Crypto, EntryPoint = "i2d_X509")]
    public static partial int EncodeCertificate(nint certificate, byte** output);

    [LibraryImport(Crypto, EntryPoint = "BIO_s_mem")]
    public static partial nint MemoryBio();

    [LibraryImport(Crypto, EntryPoint = "BIO_new")]
    public static partial nint NewBio(nint method);

    [LibraryImport(Crypto, EntryPoint = "BIO_write")]
    public static partial int WriteBio(nint bio, byte* bytes, int length);

    [LibraryImport(Crypto, EntryPoint = "BIO_ctrl")]
    public static partial nint ControlBio(nint bio, int command, nint number, byte** pointer);

    [LibraryImport(Crypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Crypto, EntryPoint = "ERR_peek_last_error")]
    public static partial nuint LastError();

    [LibraryImport(Crypto, EntryPoint = "ERR_reason_error_string")]
    public static partial byte* Reason(nuint error);

    private static nint Find(string library, Assembly assembly, DllImportSearchPath? path)
    {
        if (library is not (Ssl or Crypto))
        {
            return 0;
        }

        foreach (var version in Versions)
        {
            if (!string.IsNullOrEmpty(version) && NativeLibrary.TryLoad($"{library}.so.{version}", out var handle))
            {
                return handle;
            }
        }

        throw new LoadException("TLS needs OpenSSL, and it is not installed.");
    }
}
