using Parley.Server.Transports;

namespace Parley.Server.Sessions.Writing;

/// <summary>How a session is to end, and what it delivers first.</summary>
/// <param name="Farewell">Why it ends.</param>
/// <param name="Promises">The rooms whose events are delivered first, each up to and including a sequence.</param>
internal sealed record SessionEnding(Farewell Farewell, IReadOnlyList<(RoomOutput Room, long Sequence)> Promises)
{
    /// <summary>True once everything promised is written.</summary>
    public bool IsDelivered => Promises.All(promise => promise.Room.IsClosed || promise.Room.Position >= promise.Sequence);
}
