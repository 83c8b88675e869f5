using Parley.Protocol.V1;

namespace Parley.Server.Tests.Sessions;

internal static class Sequences
{
    /// <summary>Asserts that events follow a sequence without a gap, a duplicate or a change of order.</summary>
    public static void AssertDense(List<Event> events, long after) =>
        Assert.Equal(Enumerable.Range(0, events.Count).Select(i => after + 1 + i), events.Select(@event => @event.Sequence));
}
