using Parley.Engine.Feeds;
using Parley.Testing;

namespace Parley.Engine.Tests.Feeds;

public sealed class AsyncSignalTests
{
    [Fact]
    public void Wait_AfterWake_CompletesAtOnce()
    {
        var signal = new AsyncSignal();
        signal.Wake();

        Assert.True(signal.WaitAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public void Wake_Twice_EndsOneWait()
    {
        var signal = new AsyncSignal();
        signal.Wake();
        signal.Wake();

        Assert.True(signal.WaitAsync().IsCompletedSuccessfully);
        Assert.False(signal.WaitAsync().IsCompleted);
    }

    [Fact]
    public async Task Wake_WhileWaiting_RunsTheWaiterInside()
    {
        var signal = new AsyncSignal();
        var continued = false;
        var waiter = WaitAsync();

        Assert.False(continued);
        signal.Wake();

        Assert.True(continued);
        await waiter;

        async Task WaitAsync()
        {
            await signal.WaitAsync();
            continued = true;
        }
    }

    [Fact]
    public async Task Wake_FromManyThreads_IsNeverLost()
    {
        const int Rounds = 100_000;
        var signal = new AsyncSignal();
        var value = 0;
        var waiter = Task.Run(async () =>
        {
            while (Volatile.Read(ref value) < Rounds)
            {
                await signal.WaitAsync();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (Interlocked.Increment(ref value) <= Rounds)
            {
                signal.Wake();
            }

            signal.Wake();
        })));

        await waiter.Within("the waiter to see the last value");
    }
}
