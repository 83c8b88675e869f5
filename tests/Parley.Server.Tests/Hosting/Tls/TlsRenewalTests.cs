using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Server.Hosting.Settings;
using Parley.Server.Hosting.Tls;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting.Tls;

public sealed class TlsRenewalTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly SteppedTime _time = new();

    [Fact]
    public async Task Files_Renewed_AreServedAMinuteLater()
    {
        var files = _certificates.Issue();
        var renewal = Open(files);
        var first = await ServedAsync(renewal);
        _certificates.Replace(files);

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(first, await ServedAsync(renewal));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, await ServedAsync(renewal));
    }

    [Fact]
    public async Task Files_Unusable_LeaveTheFormerCertificateInUse()
    {
        var files = _certificates.Issue();
        var renewal = Open(files);
        var first = await ServedAsync(renewal);

        _certificates.Replace(files, expired: true);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first, await ServedAsync(renewal));

        File.Delete(files.Key);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first, await ServedAsync(renewal));

        _certificates.Replace(files);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(first, await ServedAsync(renewal));
    }

    [Fact]
    public void Files_NotValidYet_AreServedOnceTheyAreValid()
    {
        var files = _certificates.Issue();
        var renewal = Open(files);
        var first = renewal.Current;

        _certificates.Replace(files, notYet: true);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Same(first, renewal.Current);

        _time.Advance(TimeSpan.FromDays(1));
        Assert.NotSame(first, renewal.Current);
    }

    [Fact]
    public void Files_Unchanged_AreNotOpenedAgain()
    {
        var renewal = Open(_certificates.Issue());
        var first = renewal.Current;

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Same(first, renewal.Current);
    }

    public void Dispose() => _certificates.Dispose();

    private TlsRenewal Open((string Certificate, string Key) paths)
    {
        var files = TlsFiles.From(new ServeOptions { TlsCertificate = paths.Certificate, TlsKey = paths.Key })!;
        var text = files.Read();
        return new TlsRenewal(files, text, files.Open(text, _time.GetUtcNow()), _time, NullLogger<TlsRenewal>.Instance);
    }

    /// <summary>Opens a connection.</summary>
    /// <returns>The serial number of the certificate that it gets.</returns>
    private async Task<string> ServedAsync(TlsRenewal renewal)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        await using var server = new SslStream(accepted.GetStream());
        await using var tls = new SslStream(client.GetStream());

        var options = new SslServerAuthenticationOptions();
        renewal.Current.Use(options);

        await Task.WhenAll(
            server.AuthenticateAsServerAsync(options),
            tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = _certificates.Trust(),
            })).Within("a handshake");
        return tls.RemoteCertificate!.GetSerialNumberString();
    }

    /// <summary>A clock: the real time of day plus what the test adds. Its timestamps move only when the test moves them.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}
