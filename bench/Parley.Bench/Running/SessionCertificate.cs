using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Parley.Bench.Catalogue.Contenders;

namespace Parley.Bench.Running;

/// <summary>The self-signed certificate of a session. All servers use it, and the load generator accepts no other.</summary>
internal static class SessionCertificate
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Creates a certificate and its key in a directory.</summary>
    public static TlsFiles Create(string directory, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromHours(1), now + Life);
        var files = new TlsFiles(Path.Combine(directory, "certificate.pem"), Path.Combine(directory, "key.pem"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        WriteForOwner(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    private static void WriteForOwner(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OnlyOwner;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
