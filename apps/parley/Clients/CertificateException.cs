using System.Security.Authentication;

namespace Parley.Command.Clients;

/// <summary>A server's certificate was refused.</summary>
/// <param name="reason">What is wrong with it, as words that follow "its certificate".</param>
/// <param name="advice">What to do, as a sentence.</param>
internal sealed class CertificateException(string reason, string advice) : AuthenticationException(reason)
{
    /// <summary>What to do, as a sentence.</summary>
    public string Advice => advice;
}
