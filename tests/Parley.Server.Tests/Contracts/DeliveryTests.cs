using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Contracts;

/// <summary>What a delivery costs a whole server: Kestrel, gRPC, the engine and the log.</summary>
public sealed class DeliveryTests(ITestOutputHelper output)
{
    private const string Text = "a message for all";
    private const double SmallestObject = 24;
    private const double MaxBytes = 16;
    private const int Passes = 3;

    /// <summary>
    /// Everybody receives a message before the next is sent, so that no two share a copy or a flush. What a message costs apart from its
    /// deliveries is the same in both measurements. The limit is less than one object for every three readers.
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
    public async Task Delivery_ToSessions_AllocatesNothing()
    {
        await using var gauge = await AllocationGauge.StartAsync();

        var hundred = await MeasureSessionsAsync(gauge, readers: 100, rounds: 100);
        var twoHundred = await MeasureSessionsAsync(gauge, readers: 200, rounds: 100);

        Assert.InRange((twoHundred - hundred) / 100, double.NegativeInfinity, SmallestObject / 3);
    }

    /// <summary>All that a message costs, including its way into the log, is less than an object for each of its deliveries.</summary>
    [Fact]
    public async Task Message_ManyInFlight_AllocatesLessThanAnObjectPerDelivery()
    {
        await using var gauge = await AllocationGauge.StartAsync();

        var message = await MeasureChatAsync(gauge, readers: 100, rounds: 10, together: 100);

        Assert.InRange(message / 100, 0, MaxBytes);
    }

    private async Task<double> MeasureChatAsync(AllocationGauge gauge, int readers, int rounds, int together)
    {
        var streams = await Task.WhenAll(
            Enumerable.Range(0, readers).Select(_ => ChatTester.JoinAsync(gauge.Server.Connect(), $"of-{readers}")));
        var allocated = await MeasureAsync(gauge, $"{readers} readers", rounds, together, async () =>
        {
            for (var i = 0; i < together; i++)
            {
                await streams[0].SayAsync("ada", Text);
            }

            await Task.WhenAll(streams.Select(stream => stream.ReadTextsAsync(together)));
        });
        Array.ForEach(streams, stream => stream.Dispose());
        return allocated;
    }

    private async Task<double> MeasureSessionsAsync(AllocationGauge gauge, int readers, int rounds)
    {
        var (room, posted) = ($"of-{readers}", 0);
        var sessions = await Task.WhenAll(
            Enumerable.Range(0, readers).Select(i => SessionTester.JoinAsync(gauge.Server.ConnectRooms(), $"user-{i}", room)));
        var allocated = await MeasureAsync(gauge, $"{readers} sessions", rounds, together: 1, async () =>
        {
            await sessions[0].PostAsync(room, $"{posted++:D8}", Text);
            await Task.WhenAll(sessions.Select(session => session.UntilAsync(Kind.Event)));
        });
        Array.ForEach(sessions, session => session.Dispose());
        return allocated;
    }

    /// <summary>
    /// Bytes that the server allocates for a message, once everything is warm. It is the minimum of several passes, because timers allocate
    /// at the same time.
    /// </summary>
    private async Task<double> MeasureAsync(AllocationGauge gauge, string what, int rounds, int together, Func<Task> exchange)
    {
        var min = double.PositiveInfinity;
        for (var pass = 0; pass <= Passes; pass++)
        {
            var before = await gauge.ReadAllocatedBytesAsync();
            for (var round = 0; round < rounds; round++)
            {
                await exchange();
            }

            var allocated = (double)(await gauge.ReadAllocatedBytesAsync() - before) / rounds / together;
            output.WriteLine($"{what}: {allocated:F0} bytes a message{(pass == 0 ? ", cold" : "")}");
            min = pass == 0 ? min : Math.Min(min, allocated);
        }

        return min;
    }
}
