using System.Security.Cryptography;
using System.Text;

namespace Parley.Server.Hosting.Tls;

/// <summary>What is in the files of a certificate and its key. It is not a record, so that nothing prints the key.</summary>
/// <param name="certificate">What is in the certificate's file.</param>
/// <param name="key">What is in the key's file.</param>
/// <param name="isKeyOpen">See <see cref="IsKeyOpen"/>.</param>
internal sealed class TlsText(string certificate, string key, bool isKeyOpen)
{
    /// <summary>What is in the certificate's file.</summary>
    public string Certificate => certificate;

    /// <summary>What is in the key's file.</summary>
    public string Key => key;

    /// <summary>True if every user of this machine may read the key.</summary>
    public bool IsKeyOpen => isKeyOpen;

    /// <summary>The same for the same files, and from which nothing can be read.</summary>
    public string Fingerprint { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{certificate}\0{key}")));
}
