using Parley.Storage.Sqlite.Reading;
using Parley.Testing;

namespace Parley.Storage.Tests.Sqlite.Reading;

public sealed class ReaderGateTests
{
    private readonly ReaderGate _gate = new();

    [Fact]
    public void TryRunAlone_ReadTakesTooLong_DoesNotRun()
    {
        var runs = 0;
        _gate.Enter();

        Assert.False(_gate.TryRunAlone(() => runs++, TimeSpan.Zero));
        _gate.Leave();
        Assert.True(_gate.TryRunAlone(() => runs++, TimeSpan.Zero));

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task TryRunAlone_ManyReads_RunsWithoutAny()
    {
        var reading = 0;
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReadAgainAndAgain(stop.Token), CancellationToken.None)).ToList();

        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(_gate.TryRunAlone(() => Assert.Equal(0, Volatile.Read(ref reading)), Deadline.Step));
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers).Within("the readers");

        void ReadAgainAndAgain(CancellationToken stopped)
        {
            while (!stopped.IsCancellationRequested)
            {
                _gate.Enter();
                Interlocked.Increment(ref reading);
                Thread.Yield();
                Interlocked.Decrement(ref reading);
                _gate.Leave();
            }
        }
    }
}
