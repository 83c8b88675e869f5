using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Allocations;

/// <summary>What a delivery costs a real server with everything in it: Kestrel, gRPC, the engine and the log.</summary>
public sealed class DeliveryTests(ITestOutputHelper output)
{
    private const string Text = "what everybody hears";
    private const double SmallestObject = 24;
    private const double MaxBytes = 16;
    private const int Passes = 3;

    /// <summary>
    /// Each message is awaited by everybody before the next, so that no two share a copy or a flush. What a message costs apart from its
    /// deliveries is in both figures. Not one reader in three may cost an object.
    /// </summary>
    [Fact]
    public async Task Delivery_SteadyState_AllocatesNothing()
    {
        await using var gauge = await AllocationGauge.StartAsync();

        var hundred = await MeasureChatAsync(gauge, readers: 100, rounds: 100, together: 1);
        var twoHundred = await MeasureChatAsync(gauge, readers: 200, rounds: 100, together: 1);

        Assert.InRange((twoHundred - hundred) / 100, double.NegativeInfinity, SmallestObject / 3);
    }

    /// <inheritdoc cref="Delivery_SteadyState_AllocatesNothing"/>
    [Fact]
    public async Task Delivery_ToSessions_SteadyState_AllocatesNothing()
    {
        await using var gauge = await AllocationGauge.StartAsync();

        var hundred = await MeasureSessionsAsync(gauge, readers: 100, rounds: 100);
        var twoHundred = await MeasureSessionsAsync(gauge, readers: 200, rounds: 100);

        Assert.InRange((twoHundred - hundred) / 100, double.NegativeInfinity, SmallestObject / 3);
    }

    /// <summary>All that a message costs, the way into the log included, shared by those who hear it: less than an object each.</summary>
    [Fact]
    public async Task Message_OfManyInFlight_AllocatesLessThanAnObjectForEachDelivery()
    {
        await using var gauge = await AllocationGauge.StartAsync();

        var message = await MeasureChatAsync(gauge, readers: 100, rounds: 10, together: 100);

        Assert.InRange(message / 100, 0, MaxBytes);
    }

    private async Task<double> MeasureChatAsync(AllocationGauge gauge, int readers, int rounds, int together)
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => ChatTester.JoinAsync(gauge.Server.Connect(), $"of-{readers}")));
        var allocated = await MeasureAsync(gauge, $"{readers} readers", rounds, together, async () =>
        {
            for (var i = 0; i < together; i++)
            {
                await streams[0].SayAsync("ada", Text);
            }

            await Task.WhenAll(streams.Select(stream => stream.HearAsync(together)));
        });
        Array.ForEach(streams, stream => stream.Dispose());
        return allocated;
    }

    private async Task<double> MeasureSessionsAsync(AllocationGauge gauge, int readers, int rounds)
    {
        var (room, said) = ($"of-{readers}", 0);
        var sessions = await Task.WhenAll(
            Enumerable.Range(0, readers).Select(i => SessionTester.JoinAsync(gauge.Server.ConnectRooms(), $"user-{i}", room)));
        var allocated = await MeasureAsync(gauge, $"{readers} sessions", rounds, together: 1, async () =>
        {
            await sessions[0].PostAsync(room, $"{said++:D8}", Text);
            await Task.WhenAll(sessions.Select(session => session.UntilAsync(Kind.Event)));
        });
        Array.ForEach(sessions, session => session.Dispose());
        return allocated;
    }

    /// <summary>
    /// Bytes that the server allocates for a message, when everything is warm. The least of some passes: what its timers do meanwhile is no
    /// message's doing.
    /// </summary>
    private async Task<double> MeasureAsync(AllocationGauge gauge, string what, int rounds, int together, Func<Task> talk)
    {
        var least = double.PositiveInfinity;
        for (var pass = 0; pass <= Passes; pass++)
        {
            var before = await gauge.AllocatedAsync();
            for (var round = 0; round < rounds; round++)
            {
                await talk();
            }

            var allocated = (double)(await gauge.AllocatedAsync() - before) / rounds / together;
            output.WriteLine($"{what}: {allocated:F0} bytes a message{(pass == 0 ? ", cold" : "")}");
            least = pass == 0 ? least : Math.Min(least, allocated);
        }

        return least;
    }
}
