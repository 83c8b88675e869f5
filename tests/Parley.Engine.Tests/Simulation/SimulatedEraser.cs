using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;

namespace Parley.Engine.Tests.Simulation;

/// <summary>Erases contents at random moments, and retries nothing.</summary>
/// <param name="erase">The commands that erase the content of an event; <c>null</c> to erase nothing.</param>
/// <param name="router">Takes the commands.</param>
/// <param name="log">The log, which records what is erased.</param>
/// <param name="random">Makes all choices.</param>
internal sealed class SimulatedEraser(Func<long, List<PostCommand>>? erase, SimulatedRouter router, SimulatedLog log, Random random)
{
    public bool IsStopping { get; set; }

    public async Task RunAsync()
    {
        while (erase is not null && !IsStopping)
        {
            await Task.Yield();
            if (random.Next(10) == 0)
            {
                // Most readers are near the head.
                var head = log.Durable(SimulationTests.Room).Count;
                await EraseAsync(erase, Math.Max(1, random.Next(2) == 0 ? random.Next(head + 2) : head - random.Next(4)));
            }
        }
    }

    private async Task EraseAsync(Func<long, List<PostCommand>> erase, long sequence)
    {
        try
        {
            var outcomes = await router.PostAsync(erase(sequence));
            if (outcomes[0].Rejection is null && ContentTypes.Of(log.Durable(SimulationTests.Room)[(int)sequence - 1].Content.Span)
                is not (ContentType.Created or ContentType.Erasure))
            {
                log.Erased.Add(sequence);
            }
        }
        catch (RoomLogException)
        {
            // The log could not be read.
        }
    }
}
