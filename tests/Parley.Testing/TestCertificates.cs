using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Testing;

/// <summary>
/// Certificates made for one test, in a directory of their own: a root, one between, and servers' for <c>localhost</c>. They are
/// gone with this object.
/// </summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-tls-");
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _middle;
    private int _files;

    /// <summary>Makes the root and the one between.</summary>
    public TestCertificates()
    {
        _root = Authority("Parley test root", issuer: null);
        _middle = Authority("Parley test middle", _root);
        RootFile = Write(_root.ExportCertificatePem());
    }

    /// <summary>PEM file with the root: who trusts it trusts the servers'.</summary>
    public string RootFile { get; }

    /// <summary>Trusts the root, and nothing else.</summary>
    public X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_root);
        return policy;
    }

    /// <summary>A server's certificate with the one between, and its key.</summary>
    /// <param name="expired">True if it expired yesterday.</param>
    /// <param name="notYet">True if it is valid from tomorrow.</param>
    public (string Certificate, string Key) Issue(bool expired = false, bool notYet = false)
    {
        var (certificate, key) = Create(expired, notYet);
        return (Write(certificate), Write(key));
    }

    /// <summary>Another certificate and key in the place of those that <see cref="Issue"/> wrote.</summary>
    public void Replace((string Certificate, string Key) files, bool expired = false)
    {
        var (certificate, key) = Create(expired, notYet: false);
        Overwrite(files.Certificate, certificate);
        Overwrite(files.Key, key);
    }

    /// <summary>A file with this text, that only its owner can read.</summary>
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
        _middle.Dispose();
        _directory.Delete(recursive: true);
    }

    private (string Certificate, string Key) Create(bool expired, bool notYet)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var leaf = request.Create(
            _middle,
            notYet ? now.AddDays(1) : now.AddDays(-2),
            expired ? now.AddDays(-1) : now.AddDays(2),
            RandomNumberGenerator.GetBytes(8));
        return ($"{leaf.ExportCertificatePem()}\n{_middle.ExportCertificatePem()}\n", key.ExportPkcs8PrivateKeyPem());
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
            return request.CreateSelfSigned(now - Long, now + Long);
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
