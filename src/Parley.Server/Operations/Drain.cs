using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Parley.Server.Operations;

/// <summary>
/// The order of a shutdown: streams are told, deliver and end; only then does the host stop listening. Were the connections closed at
/// the same time, clients would see a lost connection instead of the reason.
/// </summary>
internal sealed class Drain : IHostedLifecycleService, IDisposable
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenRegistration _begin;
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _streams;

    public Drain(IHostApplicationLifetime lifetime, IOptions<ParleyOptions> options, TimeProvider time)
    {
        _lifetime = lifetime;
        _expired = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Begun = lifetime.ApplicationStopping;
        _begin = Begun.Register(() => _expired.CancelAfter(options.Value.DrainMilliseconds));
    }

    /// <summary>Fires when the server stops accepting: streams read no more, deliver what was accepted, and end.</summary>
    public CancellationToken Begun { get; }

    /// <summary>Fires when streams that still cannot deliver are cut off.</summary>
    public CancellationToken Expired => _expired.Token;

    /// <summary>Counts a stream until its response is complete.</summary>
    public void Enter(HttpContext http)
    {
        Interlocked.Increment(ref _streams);
        http.Response.OnCompleted(() =>
        {
            if (Interlocked.Decrement(ref _streams) == 0 && Begun.IsCancellationRequested)
            {
                _empty.TrySetResult();
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Completes when all streams have ended or their time is over.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A signal says this first, but a host that is stopped by its own program says it only after this method.
        _lifetime.StopApplication();
        if (Volatile.Read(ref _streams) > 0)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Expired, cancellationToken);
            await _empty.Task.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _begin.Dispose();
        _expired.Dispose();
    }
}
