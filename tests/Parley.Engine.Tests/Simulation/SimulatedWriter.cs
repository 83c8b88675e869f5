using Parley.Engine.Logs;
using Parley.Protocol;
using Parley.Rooms;

namespace Parley.Engine.Tests.Simulation;

/// <summary>Posts with command ids, several at a time, and retries every post until it is acknowledged.</summary>
internal sealed class SimulatedWriter(
    string user, int posts, Func<string, int, PostCommand> command, SimulatedRouter router, SimulatedLog log, Random random)
{
    /// <summary>The sequence that each command was acknowledged with.</summary>
    public Dictionary<CommandKey, long> Acknowledged { get; } = [];

    public async Task RunAsync()
    {
        for (var next = 0; next < posts;)
        {
            var count = Math.Min(random.Next(1, 5), posts - next);
            var batch = Enumerable.Range(next, count).Select(i => command(user, i)).ToList();
            await PostUntilAcknowledgedAsync(batch);
            if (random.Next(3) == 0)
            {
                await PostUntilAcknowledgedAsync(batch);
            }

            next += count;
        }
    }

    private async Task PostUntilAcknowledgedAsync(List<PostCommand> batch)
    {
        while (batch.Count > 0)
        {
            try
            {
                var outcomes = await router.PostAsync(batch);
                for (var i = 0; i < outcomes.Length; i++)
                {
                    Assert.True(outcomes[i].Rejection is null or { Code: ParleyCode.Unavailable }, outcomes[i].Rejection?.Reason);
                    if (outcomes[i].Rejection is null)
                    {
                        Acknowledge(batch[i].Key!.Value, outcomes[i].Sequence);
                    }
                }

                batch = [.. batch.Where((_, i) => outcomes[i].Rejection is not null)];
            }
            catch (RoomLogException)
            {
                await Task.Yield();
            }
        }
    }

    private void Acknowledge(CommandKey key, long sequence)
    {
        if (Acknowledged.TryGetValue(key, out var first) && first != sequence)
        {
            // Command ids live as long as their events.
            Assert.True(first < log.Floor(SimulationTests.Room), $"{key} is {sequence}, was {first}.");
        }

        Acknowledged[key] = sequence;
    }
}
