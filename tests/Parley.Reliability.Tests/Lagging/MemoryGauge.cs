using Parley.Testing;

namespace Parley.Reliability.Tests.Lagging;

/// <summary>Measures the resident memory of a process ten times a second.</summary>
internal sealed class MemoryGauge : IAsyncDisposable
{
    private readonly PeriodicTimer _ticks = new(TimeSpan.FromMilliseconds(100));
    private readonly Task _watching;
    private long _highest;

    public MemoryGauge(TestProcess process) => _watching = WatchAsync(process);

    /// <summary>The maximum in bytes since this gauge was created.</summary>
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
