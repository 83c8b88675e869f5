using System.Security.Cryptography;
using System.Text;

namespace Parley.Server.Hosting.Tls;

/// <summary>What is in the files of a certificate and its key. Not a record, because a record prints its members.</summary>
/// <param name="certificate">What is in the certificate's file.</param>
/// <param name="key">What is in the key's file.</param>
/// <param name="isKeyReadableByOthers">See <see cref="IsKeyReadableByOthers"/>.</param>
internal sealed class TlsText(string certificate, string key, bool isKeyReadableByOthers)
{
    /// <summary>What is in the certificate's file.</summary>
    public string Certificate => certificate;

    /// <summary>What is in the key's file.</summary>
    public string Key => key;

    /// <summary>True if every user of this machine may read the key.</summary>
    public bool IsKeyReadableByOthers => isKeyReadableByOthers;

    /// <summary>A hash of both files. It is the same for the same files and reveals nothing of the key.</summary>
    public string Fingerprint { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{certificate}\0{key}")));
}
