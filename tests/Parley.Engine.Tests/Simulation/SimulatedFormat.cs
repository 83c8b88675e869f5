using Parley.Engine.Feeds;
using Parley.Engine.Tests.Feeds;
using Parley.Rooms;

namespace Parley.Engine.Tests.Simulation;

/// <summary>Frames that people can read. Sometimes framing throws.</summary>
internal sealed class SimulatedFormat(Random random) : IFeedFormat
{
    private readonly TextFormat _format = new();

    /// <summary>The share of frames that throw.</summary>
    public double FailureRate { get; set; } = 0.01;

    public int Measure(string room, RoomEvent @event) => _format.Measure(room, @event);

    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        _format.Write(room, @event, destination);
        if (random.NextDouble() < FailureRate)
        {
            throw new InvalidOperationException("The simulation made the format fail.");
        }
    }
}
