using Parley.Testing;

namespace Parley.Reliability.Tests.Lagging;

/// <summary>Watches how much memory a process has resident.</summary>
internal sealed class MemoryGauge : IAsyncDisposable
{
    private readonly PeriodicTimer _ticks = new(TimeSpan.FromMilliseconds(100));
    private readonly Task _watching;
    private long _highest;

    public MemoryGauge(TestProcess process) => _watching = WatchAsync(process);

    /// <summary>The most bytes since this gauge began.</summary>
    public long Highest => Interlocked.Read(ref _highest);

    public async ValueTask DisposeAsync()
    {
        _ticks.Dispose();
        await _watching;
    }

    private async Task WatchAsync(TestProcess process)
    {
        do
        {
            Interlocked.Exchange(ref _highest, Math.Max(_highest, process.ResidentBytes));
        }
        while (await _ticks.WaitForNextTickAsync());
    }
}
