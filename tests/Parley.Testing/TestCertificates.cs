using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Testing;

/// <summary>
/// Certificates for one test, in a directory of their own: a root, an intermediate one, and those of servers for <c>localhost</c>. They are
/// deleted with this object.
/// </summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly TimeSpan RootLifetime = TimeSpan.FromDays(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-tls-");
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;
    private int _files;

    /// <summary>Creates the root and the intermediate certificate.</summary>
    public TestCertificates()
    {
        _root = Authority("Parley test root", issuer: null);
        _intermediate = Authority("Parley test intermediate", _root);
        RootFile = Write(_root.ExportCertificatePem());
    }

    /// <summary>PEM file with the root. A client that trusts it trusts the servers.</summary>
    public string RootFile { get; }

    /// <summary>A policy that trusts the root and nothing else.</summary>
    public X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_root);
        return policy;
    }

    /// <summary>Issues a server's certificate, in one file with the intermediate one, and its key.</summary>
    /// <param name="expired">True if it expired yesterday.</param>
    /// <param name="notYet">True if it is valid from tomorrow.</param>
    /// <param name="name">The host that it is for.</param>
    public (string Certificate, string Key) Issue(bool expired = false, bool notYet = false, string name = "localhost")
    {
        var (certificate, key) = Create(expired, notYet, name);
        return (Write(certificate), Write(key));
    }

    /// <summary>Issues a new certificate and key in the files that <see cref="Issue"/> wrote.</summary>
    public void Replace((string Certificate, string Key) files, bool expired = false, bool notYet = false)
    {
        var (certificate, key) = Create(expired, notYet, "localhost");
        Overwrite(files.Certificate, certificate);
        Overwrite(files.Key, key);
    }

    /// <summary>Writes a file that only its owner can read.</summary>
    /// <returns>Its path.</returns>
    public string Write(string text)
    {
        var path = Path.Combine(_directory.FullName, $"{++_files}.pem");
        Overwrite(path, text);
        return path;
    }

    /// <summary>Deletes everything.</summary>
    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
        _directory.Delete(recursive: true);
    }

    private (string Certificate, string Key) Create(bool expired, bool notYet, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var leaf = request.Create(
            _intermediate,
            notYet ? now.AddDays(1) : now.AddDays(-2),
            expired ? now.AddDays(-1) : now.AddDays(2),
            RandomNumberGenerator.GetBytes(8));
        return ($"{leaf.ExportCertificatePem()}\n{_intermediate.ExportCertificatePem()}\n", key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = DateTimeOffset.UtcNow;
        if (issuer is null)
        {
            return request.CreateSelfSigned(now - RootLifetime, now + RootLifetime);
        }

        using var certificate = request.Create(issuer, now.AddDays(-10), now.AddDays(10), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    private static void Overwrite(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
