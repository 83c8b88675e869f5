using Parley.Testing;

namespace Parley.Server.Tests.Allocations;

/// <summary>What a delivery costs a real server with everything in it: Kestrel, gRPC, the engine and the log.</summary>
public sealed class DeliveryTests(ITestOutputHelper output)
{
    private const string Text = "what everybody hears";
    private const double SmallestObject = 24;
    private const double MostBytes = 16;

    /// <summary>
    /// Each message is awaited by everybody before the next, so that no two share a copy or a flush. What a message costs apart from its
    /// deliveries is in both figures. Not one reader in three may cost an object; what is left is the server's own timers.
    /// </summary>
    [Fact]
    public async Task Delivery_SteadyState_AllocatesNothing()
    {
        await using var gauge = await AllocationGauge.StartAsync();

        var hundred = await MeasureAsync(gauge, readers: 100, rounds: 300, together: 1);
        var twoHundred = await MeasureAsync(gauge, readers: 200, rounds: 300, together: 1);

        Assert.InRange((twoHundred - hundred) / 100, double.NegativeInfinity, SmallestObject / 3);
    }

    /// <summary>All that a message costs, the way into the log included, shared by those who hear it: less than an object each.</summary>
    [Fact]
    public async Task Message_OfManyInFlight_AllocatesLessThanAnObjectForEachDelivery()
    {
        await using var gauge = await AllocationGauge.StartAsync();

        var message = await MeasureAsync(gauge, readers: 100, rounds: 20, together: 100);

        Assert.InRange(message / 100, 0, MostBytes);
    }

    /// <summary>Bytes that the server allocates for a message.</summary>
    private async Task<double> MeasureAsync(AllocationGauge gauge, int readers, int rounds, int together)
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => ChatTester.JoinAsync(gauge.Server.Connect(), $"of-{readers}")));
        await TalkAsync(streams, rounds, together);
        var before = await gauge.AllocatedAsync();
        await TalkAsync(streams, rounds, together);
        var allocated = await gauge.AllocatedAsync() - before;
        Array.ForEach(streams, stream => stream.Dispose());
        output.WriteLine($"{readers} readers: {allocated / rounds / together} bytes a message");
        return (double)allocated / rounds / together;
    }

    private static async Task TalkAsync(ChatTester[] streams, int rounds, int together)
    {
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < together; i++)
            {
                await streams[0].SayAsync("ada", Text);
            }

            await Task.WhenAll(streams.Select(stream => stream.HearAsync(together)));
        }
    }
}
