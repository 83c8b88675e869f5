using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Parley.Server.Operations;

/// <summary>
/// The order of a shutdown: streams stop reading, deliver and end; only then does the host close its connections. If it closed them at the
/// same time, clients would see a lost connection instead of the reason.
/// </summary>
internal sealed class Drain : IHostedLifecycleService, IDisposable
{
    // A response counts as complete when its end is queued for the connection, and Kestrel drops what is queued when it closes the
    // connection. Without this time, most of 200 clients saw a lost connection instead of the reason.
    private static readonly TimeSpan TimeToWrite = TimeSpan.FromMilliseconds(250);

    private readonly IHostApplicationLifetime _lifetime;
    private readonly CancellationTokenSource _expired;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration _begin;
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _streams;
    private volatile bool _ended;

    public Drain(IHostApplicationLifetime lifetime, IOptions<ParleyOptions> options, TimeProvider time)
    {
        _lifetime = lifetime;
        _time = time;
        _expired = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Begun = lifetime.ApplicationStopping;
        _begin = Begun.Register(() => _expired.CancelAfter(options.Value.DrainMilliseconds));
    }

    /// <summary>Fires when the server stops accepting. Streams then stop reading, deliver what was accepted, and end.</summary>
    public CancellationToken Begun { get; }

    /// <summary>Fires when the time to deliver is over. Streams that have not ended are then cut off.</summary>
    public CancellationToken Expired => _expired.Token;

    /// <summary>Counts a stream until its response is complete.</summary>
    public void Enter(HttpContext http)
    {
        Interlocked.Increment(ref _streams);
        http.Response.OnCompleted(() =>
        {
            // Begun fires before StoppingAsync counts the streams: either it finds none left, or the last one is noticed here.
            _ended |= Begun.IsCancellationRequested;
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
        // After SIGTERM, ApplicationStopping has fired already. When the program stops the host itself, it would otherwise fire only
        // after this method.
        _lifetime.StopApplication();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Expired, cancellationToken);
        if (Volatile.Read(ref _streams) > 0)
        {
            await _empty.Task.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_ended)
        {
            await Task.Delay(TimeToWrite, _time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
