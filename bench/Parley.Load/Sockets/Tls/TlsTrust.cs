using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Load.Sockets.Tls;

/// <summary>The only certificate accepted from a server, regardless of its signature and name.</summary>
internal sealed class TlsTrust
{
    private readonly byte[] _certificate;

    private TlsTrust(string file, byte[] certificate) => (File, _certificate) = (file, certificate);

    public string File { get; }

    /// <summary>Reads the first certificate of a PEM file.</summary>
    /// <exception cref="LoadException">The file cannot be read or has no certificate.</exception>
    public static TlsTrust Read(string file)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(System.IO.File.ReadAllText(file));
            return new(file, certificate.RawData);
        }
        catch (CryptographicException)
        {
            throw new LoadException($"'{file}' has no certificate in PEM.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LoadException($"'{file}' cannot be read: {exception.Message}");
        }
    }

    public bool Accepts(ReadOnlySpan<byte> certificate) => certificate.SequenceEqual(_certificate);
}
