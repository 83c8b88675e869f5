using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Parley.Server.Operations;

/// <summary>The two moments of a shutdown that streams care about.</summary>
internal sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenRegistration _begin;

    public Drain(IHostApplicationLifetime lifetime, IOptions<ParleyOptions> options, TimeProvider time)
    {
        _expired = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Begun = lifetime.ApplicationStopping;
        _begin = Begun.Register(() => _expired.CancelAfter(options.Value.DrainMilliseconds));
    }

    /// <summary>Fires when the server stops accepting: streams read no more, deliver what was accepted, and end.</summary>
    public CancellationToken Begun { get; }

    /// <summary>Fires when streams that still cannot deliver are cut off.</summary>
    public CancellationToken Expired => _expired.Token;

    public void Dispose()
    {
        _begin.Dispose();
        _expired.Dispose();
    }
}
