using Parley.Engine.Feeds;
using Parley.Rooms;

namespace Parley.Engine.Tests.Feeds;

/// <summary>Throws while it frames the first event that the test names, and works afterwards.</summary>
internal sealed class FailingFormat(Func<RoomEvent, bool> fails) : IFeedFormat
{
    private readonly TextFormat _format = new();
    private bool _hasFailed;

    public int Measure(string room, RoomEvent @event) => _format.Measure(room, @event);

    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        _format.Write(room, @event, destination);
        if (!_hasFailed && fails(@event))
        {
            _hasFailed = true;
            throw new InvalidOperationException("The test made the format fail.");
        }
    }
}
