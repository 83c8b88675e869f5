using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Load.Tests.Commands;

/// <summary>A server with one TLS version, or none, and a protocol inside it that the generator does not accept.</summary>
internal sealed class MismatchedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly SslProtocols _version;
    private readonly string _inside;

    public MismatchedServer((string Certificate, string Key) files, SslProtocols version, string inside)
    {
        (_certificate, _version, _inside) = (X509Certificate2.CreateFromPemFile(files.Certificate, files.Key), version, inside);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var stream = client.GetStream();
        try
        {
            if (_version == SslProtocols.None)
            {
                await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            }
            else
            {
                using var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(Options());
                await tls.ReadExactlyAsync(new byte[1]);
            }
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // The generator closes the connection without a TLS shutdown.
        }
    }

    private SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificate = _certificate,
        EnabledSslProtocols = _version,
        ApplicationProtocols = _inside.Length == 0 ? null : [new SslApplicationProtocol(_inside)],
    };
}
