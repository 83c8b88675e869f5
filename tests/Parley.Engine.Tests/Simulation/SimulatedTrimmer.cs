using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Engine.Retention;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Tests.Simulation;

/// <summary>Removes the room's oldest events at random moments, a few at a time.</summary>
/// <param name="keep">How many events the room keeps; <c>null</c> for all.</param>
/// <param name="log">The log.</param>
/// <param name="feeds">The feeds.</param>
/// <param name="kinds">The kinds.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Makes all choices.</param>
internal sealed class SimulatedTrimmer(
    int? keep, SimulatedLog log, FeedDirectory feeds, RoomKinds kinds, TimeProvider time, Random random)
{
    public bool IsStopping { get; set; }

    /// <summary>True if the room does not keep everything.</summary>
    public bool IsActive => keep is not null;

    public async Task RunAsync()
    {
        if (keep is not { } events)
        {
            return;
        }

        var rule = string.Create(CultureInfo.InvariantCulture, $"*={events}events");
        var options = new RetentionOptions { Keep = [rule], MaxStep = random.Next(1, 5) };
        var retention = new RoomRetention(log, feeds, kinds, Options.Create(options), time, NullLogger<RoomRetention>.Instance);
        while (!IsStopping)
        {
            await Task.Yield();
            if (random.Next(5) == 0)
            {
                await retention.RunAsync(CancellationToken.None);
            }
        }
    }
}
