using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Parley.Server.Hosting.Settings;

namespace Parley.Server.Hosting.Tls;

/// <summary>The files of the certificate and its key.</summary>
/// <param name="Certificate">The file of <c>--tls-certificate</c>: the server's certificate, then any intermediate certificates.</param>
/// <param name="Key">The file of <c>--tls-key</c>.</param>
internal sealed record TlsFiles(string Certificate, string Key)
{
    private const string DateFormat = "u";
    private const string EncryptedKey = "ENCRYPTED PRIVATE KEY";

    private static readonly string[] Keys = ["PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"];

    /// <summary>The files that the options name; <c>null</c> if they name none.</summary>
    /// <exception cref="StartupException">One is named without the other.</exception>
    public static TlsFiles? From(ServeOptions options) => (options.TlsCertificate, options.TlsKey) switch
    {
        (null or "", null or "") => null,
        (_, null or "") => throw UsageError("A certificate needs its key: --tls-certificate is given without --tls-key."),
        (null or "", _) => throw UsageError("A key needs its certificate: --tls-key is given without --tls-certificate."),
        var (certificate, key) => new TlsFiles(Path.GetFullPath(certificate), Path.GetFullPath(key)),
    };

    /// <summary>Reads both files, without examining what is in them.</summary>
    /// <exception cref="StartupException">A file cannot be read.</exception>
    public TlsText Read()
    {
        var (certificate, _) = Read(Certificate, "certificate");
        var (key, isReadableByOthers) = Read(Key, "key");
        return new TlsText(certificate, key, isReadableByOthers);
    }

    /// <summary>Turns what was read into what connections need.</summary>
    /// <param name="text">What is in the files.</param>
    /// <param name="now">The time at which the certificate has to be valid.</param>
    /// <exception cref="StartupException">Connections could not use it. The message reveals nothing of the key.</exception>
    public TlsCertificate Open(TlsText text, DateTimeOffset now)
    {
        var chain = OpenChain(text);
        var leaf = chain[0];
        CheckDates(leaf, now);
        CheckKey(text);
        try
        {
            using var opened = X509Certificate2.CreateFromPem(text.Certificate, text.Key);
            chain.RemoveAt(0);
            return TlsCertificate.Create(opened, chain);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw UsageError($"The TLS key '{Key}' does not match the certificate '{Certificate}', or is damaged. " +
                "Name the key that the certificate was made for with --tls-key.");
        }
    }

    private static StartupException UsageError(string message) => new(message) { IsUsage = true };

    private X509Certificate2Collection OpenChain(TlsText text)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(text.Certificate);
        }
        catch (CryptographicException)
        {
            throw UsageError(
                $"The TLS certificate '{Certificate}' is damaged: a certificate in it cannot be read. " +
                "Choose another with --tls-certificate.");
        }

        return chain.Count > 0
            ? chain
            : throw UsageError($"The TLS certificate '{Certificate}' holds no certificate in PEM (-----BEGIN CERTIFICATE-----). " +
                "Choose another with --tls-certificate.");
    }

    private void CheckDates(X509Certificate2 leaf, DateTimeOffset now)
    {
        if (leaf.NotAfter.ToUniversalTime() is var end && end < now.UtcDateTime)
        {
            throw UsageError($"The TLS certificate '{Certificate}' expired on {end.ToString(DateFormat, null)}. Renew it.");
        }

        if (leaf.NotBefore.ToUniversalTime() is var begin && begin > now.UtcDateTime)
        {
            throw UsageError(
                $"The TLS certificate '{Certificate}' is not valid until {begin.ToString(DateFormat, null)}. Check this machine's clock.");
        }
    }

    private void CheckKey(TlsText text)
    {
        var labels = Labels(text.Key);
        if (labels.Contains(EncryptedKey))
        {
            throw UsageError(
                $"The TLS key '{Key}' is encrypted, and there is no option for a password. Use one that is not encrypted.");
        }

        if (!labels.Exists(Keys.Contains))
        {
            throw UsageError($"The TLS key '{Key}' holds no private key in PEM (-----BEGIN PRIVATE KEY-----). " +
                "Choose another with --tls-key.");
        }
    }

    private static List<string> Labels(ReadOnlySpan<char> text)
    {
        var labels = new List<string>();
        while (PemEncoding.TryFind(text, out var found))
        {
            labels.Add(text[found.Label].ToString());
            text = text[found.Location.End..];
        }

        return labels;
    }

    private static (string Text, bool IsReadableByOthers) Read(string path, string what)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, Encoding.Latin1);
            var isReadableByOthers =
                !OperatingSystem.IsWindows() && File.GetUnixFileMode(file.SafeFileHandle).HasFlag(UnixFileMode.OtherRead);
            return (reader.ReadToEnd(), isReadableByOthers);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw UsageError($"The TLS {what} cannot be read: {exception.Message} Choose another with --tls-{what}.");
        }
    }
}
