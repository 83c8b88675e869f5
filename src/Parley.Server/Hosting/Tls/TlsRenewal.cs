using Microsoft.Extensions.Logging;
using Parley.Server.Hosting.Settings;

namespace Parley.Server.Hosting.Tls;

/// <summary>
/// The certificate that new connections get. When a connection opens and the last check was more than a minute ago, the files are checked
/// again. A pair that cannot be used, such as one that is half written or not valid yet, leaves the former one in use.
/// </summary>
internal sealed class TlsRenewal
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(1);

    private readonly TlsFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger<TlsRenewal> _logger;
    private volatile TlsCertificate _current;
    private string _fingerprint;
    private string? _loggedError;
    private long _checked;
    private int _isChecking;

    /// <param name="files">The files to check.</param>
    /// <param name="text">What was in the files at the start.</param>
    /// <param name="first">The certificate from that text.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For renewals, and for pairs that cannot be used.</param>
    public TlsRenewal(TlsFiles files, TlsText text, TlsCertificate first, TimeProvider time, ILogger<TlsRenewal> logger)
    {
        (_files, _current, _fingerprint, _time, _logger) = (files, first, text.Fingerprint, time, logger);
        _checked = time.GetTimestamp();
        if (text.IsKeyReadableByOthers)
        {
            TlsLogMessages.KeyReadableByOthers(logger, files.Key);
        }
    }

    /// <summary>The certificate for a connection that is opened now.</summary>
    public TlsCertificate Current
    {
        get
        {
            // One connection checks. The others do not wait for it and take what there is.
            if (_time.GetElapsedTime(Volatile.Read(ref _checked)) >= CheckInterval && Interlocked.Exchange(ref _isChecking, 1) == 0)
            {
                Check();
                Volatile.Write(ref _checked, _time.GetTimestamp());
                Volatile.Write(ref _isChecking, 0);
            }

            return _current;
        }
    }

    private void Check()
    {
        try
        {
            var text = _files.Read();
            if (text.Fingerprint == _fingerprint)
            {
                _loggedError = null;
                return;
            }

            // A pair that cannot be used is tried again at every check: one that is not valid yet becomes valid without a change.
            _current = _files.Open(text, _time.GetUtcNow());
            _fingerprint = text.Fingerprint;
            _loggedError = null;
            TlsLogMessages.Renewed(_logger, _current.NotAfter);
        }
        catch (StartupException exception)
        {
            // The same failure is logged once.
            if (exception.Message != _loggedError)
            {
                _loggedError = exception.Message;
                TlsLogMessages.NotRenewed(_logger, exception.Message);
            }
        }
    }
}
