using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Server.Hosting.Settings;

namespace Parley.Server.Hosting.Tls;

internal static class TlsExtensions
{
    /// <summary>Reads the certificate and its key, if there are any.</summary>
    /// <returns>True if there are.</returns>
    /// <exception cref="StartupException">They cannot be used.</exception>
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

    /// <summary>Speaks TLS 1.2 or later, if there is a certificate, with whichever there is when a connection is opened.</summary>
    public static void UseTls(this ListenOptions listen)
    {
        if (listen.ApplicationServices.GetService<TlsRenewal>() is { } certificates)
        {
            // A callback for the whole handshake would be simpler, but logs an error for every peer that begins with something else than a hello.
            listen.UseHttps(https =>
            {
                https.ServerCertificateSelector = (_, _) => null;
                https.OnAuthenticate = (_, connection) => certificates.Current.Use(connection);
            });
        }
    }
}
