using Microsoft.Extensions.Logging;
using Parley.Server.Hosting.Settings;

namespace Parley.Server.Hosting.Tls;

/// <summary>
/// The certificate that new connections get. A connection looks at the files again if a minute has passed since the last look; a
/// pair that cannot be used, such as one that is half written, leaves the former in place.
/// </summary>
internal sealed class TlsRenewal
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    private readonly TlsFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger<TlsRenewal> _logger;
    private volatile TlsCertificate _current;
    private string _seen;
    private string? _complaint;
    private long _looked;
    private int _looking;

    /// <param name="files">Where to look.</param>
    /// <param name="text">What was in the files at first.</param>
    /// <param name="first">The certificate made of it.</param>
    /// <param name="time">Tells when to look again, and what has expired.</param>
    /// <param name="logger">Told of renewals.</param>
    public TlsRenewal(TlsFiles files, TlsText text, TlsCertificate first, TimeProvider time, ILogger<TlsRenewal> logger)
    {
        (_files, _current, _seen, _time, _logger) = (files, first, text.Fingerprint, time, logger);
        _looked = time.GetTimestamp();
        if (text.IsKeyOpen)
        {
            TlsLogMessages.KeyIsOpen(logger, files.Key);
        }
    }

    /// <summary>The certificate for a connection that is opened now.</summary>
    public TlsCertificate Current
    {
        get
        {
            if (_time.GetElapsedTime(Volatile.Read(ref _looked)) >= BetweenLooks && Interlocked.Exchange(ref _looking, 1) == 0)
            {
                Look();
                Volatile.Write(ref _looked, _time.GetTimestamp());
                Volatile.Write(ref _looking, 0);
            }

            return _current;
        }
    }

    // One connection looks, the others go on with what there is.
    private void Look()
    {
        try
        {
            var text = _files.Read();
            if (text.Fingerprint == _seen)
            {
                return;
            }

            _seen = text.Fingerprint;
            _current = _files.Open(text, _time.GetUtcNow());
            _complaint = null;
            TlsLogMessages.Renewed(_logger, _current.NotAfter);
        }
        catch (StartupException exception)
        {
            if (exception.Message != _complaint)
            {
                _complaint = exception.Message;
                TlsLogMessages.NotRenewed(_logger, exception.Message);
            }
        }
    }
}
