using System.Globalization;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>No matter what happened to a room and its readers: in the end, everybody knows who is there.</summary>
public sealed class PresenceHistoryTests(SharedServer shared, ITestOutputHelper output)
{
    private const int Announced = 256;

    private static string Room => $"members-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Members_LargeRoomWithTurnover_AreKnownOnceItIsSmallAgain()
    {
        await using var room = new WatchedRoom(shared.Server, Room, Announced);
        await room.EnterAsync(Enumerable.Range(0, 655));
        await room.AssertKnownToAllAsync();

        await room.LeaveAsync(400);

        await room.AssertKnownToAllAsync();
    }

    [Fact]
    public async Task Members_MoreChangesThanAreHeldForAReader_AreKnownOnceItReads()
    {
        await using var room = new WatchedRoom(shared.Server, Room, Announced);
        await room.EnterAsync([1_000]);
        await room.StallAsync();
        foreach (var users in Enumerable.Range(0, 800).Chunk(200))
        {
            await room.EnterAsync(users);
            await room.LeaveAsync(100);
        }

        await room.AssertKnownToAllAsync();
    }

    [Fact]
    public async Task Members_AnyHistory_AreKnownToEverybodyInTheEnd()
    {
        const int Max = 6;
        await using var server = await ServerProcess.StartAsync(
            environment: [new("PARLEY_MEMBER__MAX_ANNOUNCED", $"{Max}"), new("PARLEY_MEMBER__GRACE_MILLISECONDS", "200")],
            data: ":memory:");
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given : Random.Shared.Next();
        output.WriteLine($"repeat with TEST_SEED={seed}");
        var random = new Random(seed);
        for (var round = 0; round < (LongRun.IsWanted ? 100 : 10); round++)
        {
            await using var room = new WatchedRoom(server, $"{Room}-{round}", Max);
            for (var step = 0; step < 40; step++)
            {
                await (random.Next(8) switch
                {
                    < 3 => room.EnterAsync([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(12))]),
                    < 5 => room.LeaveAsync(random.Next(1, 4)),
                    5 => room.BreakAsync(random.Next(1, 3)),
                    6 => room.StallAsync(),
                    _ => room.AssertKnownToAllAsync(),
                });
            }

            await room.AssertKnownToAllAsync();
        }
    }
}
