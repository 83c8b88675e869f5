using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Server.Hosting.Tls;

/// <summary>A certificate with its key and its intermediate certificates, ready for connections.</summary>
internal sealed class TlsCertificate
{
    private readonly SslStreamCertificateContext _context;

    private TlsCertificate(SslStreamCertificateContext context) => _context = context;

    /// <summary>When it expires.</summary>
    public DateTimeOffset NotAfter => _context.TargetCertificate.NotAfter.ToUniversalTime();

    /// <param name="certificate">The certificate, with its key.</param>
    /// <param name="chain">The intermediate certificates, for clients that have only the root.</param>
    public static TlsCertificate Create(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        // Windows can serve only with a key in one of its own key stores.
        var own = OperatingSystem.IsWindows()
            ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null)
            : new X509Certificate2(certificate);
        return new TlsCertificate(SslStreamCertificateContext.Create(own, chain, offline: true));
    }

    /// <summary>Sets up a new connection to use this certificate.</summary>
    public void Use(SslServerAuthenticationOptions connection)
    {
        connection.ServerCertificateSelectionCallback = null;
        connection.ServerCertificateContext = _context;
        connection.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
    }
}
