using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Server.Hosting.Settings;

namespace Parley.Server.Hosting.Tls;

internal static class TlsExtensions
{
    /// <summary>Reads the certificate and its key, if the options name them.</summary>
    /// <returns>True if they do.</returns>
    /// <exception cref="StartupException">The certificate and its key cannot be used.</exception>
    public static bool AddTls(this IServiceCollection services, TlsFiles? files)
    {
        if (files is null)
        {
            return false;
        }

        var text = files.Read();
        var first = files.Open(text, TimeProvider.System.GetUtcNow());
        services.AddSingleton(provider => new TlsRenewal(
            files, text, first, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TlsRenewal>>()));
        return true;
    }

    /// <summary>Speaks TLS 1.2 or later if there is a certificate. Each new connection gets the current one.</summary>
    public static void UseTls(this ListenOptions listen)
    {
        if (listen.ApplicationServices.GetService<TlsRenewal>() is { } certificates)
        {
            // One callback for the handshake would be simpler, but it logs an error for every peer that does not begin with a TLS hello.
            listen.UseHttps(https =>
            {
                // Kestrel insists on a certificate or a selector. OnAuthenticate then replaces the selector.
                https.ServerCertificateSelector = (_, _) => null;
                https.OnAuthenticate = (_, connection) => certificates.Current.Use(connection);
            });
        }
    }
}
