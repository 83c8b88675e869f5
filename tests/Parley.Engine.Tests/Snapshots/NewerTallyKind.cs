using Parley.Engine.Tests.Simulation;
using Parley.Rooms;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Tests.Snapshots;

/// <summary>The next version of <see cref="TallyKind"/>.</summary>
/// <param name="minSnapshotVersion">The oldest version whose snapshots it reads.</param>
internal sealed class NewerTallyKind(int minSnapshotVersion) : IRoomKind
{
    private readonly TallyKind _tally = new();

    public string Name => _tally.Name;

    public int Version => 2;

    public int MinSnapshotVersion => minSnapshotVersion;

    public bool HasState => true;

    public string? ValidateOptions(ReadOnlySpan<byte> options) => _tally.ValidateOptions(options);

    public IRoomState Create(ReadOnlyMemory<byte> options) => _tally.Create(options);

    public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot) => _tally.Open(options, snapshot);

    public IReadOnlyCollection<long> FindFacts(PostCommand command) => _tally.FindFacts(command);

    public bool IsRetry(PostCommand command, RoomEvent first) => _tally.IsRetry(command, first);
}
