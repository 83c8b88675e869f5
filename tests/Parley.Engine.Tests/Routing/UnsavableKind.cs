using System.Buffers;
using Parley.Rooms;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Tests.Routing;

/// <summary>Accepts everything. Its state cannot be saved.</summary>
internal sealed class UnsavableKind : IRoomKind, IRoomState
{
    public string Name => "unsavable";

    public int Version => 1;

    public bool HasState => true;

    public string? ValidateOptions(ReadOnlySpan<byte> options) => null;

    public IRoomState Create(ReadOnlyMemory<byte> options) => this;

    public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot) => this;

    public KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now) => KindDecision.Accept(command.Content);

    public void Apply(RoomEvent @event)
    {
    }

    public void Save(IBufferWriter<byte> snapshot) => throw new NotSupportedException("The test's state cannot be saved.");
}
