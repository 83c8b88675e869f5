using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Command.Clients;

/// <summary>Checks the certificates of servers, and explains why one is refused.</summary>
internal static class ServerCertificate
{
    // Of OpenSSL: a file with the certificates to trust.
    private const string TrustVariable = "SSL_CERT_FILE";

    private const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid;

    /// <summary>The options of connections to servers. What is accepted is what the system accepts.</summary>
    public static SslClientAuthenticationOptions Options() => new()
    {
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            errors == SslPolicyErrors.None ? true : throw Explain(certificate as X509Certificate2, chain, errors),
    };

    private static CertificateException Explain(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return new("is missing", "Give the server a certificate.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return chain?.ChainStatus.Any(status => status.Status.HasFlag(Dates)) == true
                ? ExplainDates(chain)
                : new("is not trusted", AdviseTrust());
        }

        return new(
            $"is for {Names(certificate)}",
            "In --server, use a name that the certificate covers, or give the server a certificate for this name.");
    }

    private static string AdviseTrust() => Environment.GetEnvironmentVariable(TrustVariable) is { Length: > 0 } path && !File.Exists(path)
        ? $"{TrustVariable} names '{path}', but there is no such file."
        : $"To trust it, set {TrustVariable} to a file with this certificate or its issuer's.";

    private static CertificateException ExplainDates(X509Chain chain)
    {
        // The certificate itself or one of its issuers.
        var wrong = chain.ChainElements.First(element => element.ChainElementStatus.Any(status => status.Status.HasFlag(Dates)));
        var expired = wrong.Certificate.NotAfter < DateTime.Now;
        var date = expired ? wrong.Certificate.NotAfter : wrong.Certificate.NotBefore;
        var text = date.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
        return expired
            ? new($"expired on {text}", "Renew it on the server, and check this machine's clock.")
            : new($"is not valid until {text}", "Check this machine's clock.");
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => $"{address}")))
            .Take(3).ToList();
        return names.Count > 0 ? string.Join(", ", names) : "no host name";
    }
}
