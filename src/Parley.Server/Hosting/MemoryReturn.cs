using Microsoft.Extensions.Hosting;

namespace Parley.Server.Hosting;

/// <summary>
/// Gives memory back to the system once a burst is over. .NET collects garbage only while a process allocates, so an idle server would
/// never release what its busiest minute used.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class MemoryReturn(TimeProvider time) : BackgroundService
{
    private const long IdleBytes = 16L << 20;
    private const long WorthwhileBytes = 128L << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // What is in use may be released later without a further allocation.
    private const int LooksBetweenMeasurements = 12;

    private long _allocated;
    private long _kept = GC.GetGCMemoryInfo().TotalCommittedBytes;
    private int _looksToWait;
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
            (_isMeasured, _looksToWait) = (false, 0);
        }
        else if (_looksToWait > 0)
        {
            _looksToWait--;
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
        if (measured.TotalCommittedBytes - used <= Math.Max(WorthwhileBytes, used))
        {
            _looksToWait = LooksBetweenMeasurements;
            return;
        }

        // Pauses the process for about a millisecond for each megabyte that is in use.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _kept = GC.GetGCMemoryInfo().TotalCommittedBytes;
    }
}
