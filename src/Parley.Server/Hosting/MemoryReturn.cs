using Microsoft.Extensions.Hosting;

namespace Parley.Server.Hosting;

/// <summary>
/// Gives memory back to the system once a burst is over. .NET collects while a process allocates, so an idle server would keep for good
/// what its busiest minute took.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class MemoryReturn(TimeProvider time) : BackgroundService
{
    private const long IdleBytes = 16L << 20;
    private const long WorthwhileBytes = 128L << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _allocated;
    private long _kept = GC.GetGCMemoryInfo().TotalCommittedBytes;
    private bool _isMeasured;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }

    private void Look()
    {
        var before = _allocated;
        _allocated = GC.GetTotalAllocatedBytes();
        if (_allocated - before > IdleBytes || GC.GetGCMemoryInfo().TotalCommittedBytes - _kept < WorthwhileBytes)
        {
            _isMeasured = false;
        }
        else if (!_isMeasured)
        {
            // Finds out how much is in use, in the background. The next look, if the server is still idle, has the result.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            _isMeasured = true;
        }
        else
        {
            ReturnIfWorthwhile();
            _isMeasured = false;
        }
    }

    private void ReturnIfWorthwhile()
    {
        var measured = GC.GetGCMemoryInfo(GCKind.Any);
        var used = measured.HeapSizeBytes - measured.FragmentedBytes;
        if (measured.TotalCommittedBytes - used > Math.Max(WorthwhileBytes, used))
        {
            // Pauses the process for about a millisecond for each megabyte that is in use.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        _kept = GC.GetGCMemoryInfo().TotalCommittedBytes;
    }
}
