using System.Buffers;
using Parley.Rooms.Kinds;

namespace Parley.Rooms.Tests.Kinds;

public sealed class RoomKindsTests
{
    [Theory]
    [InlineData("tally", 3, 1, null)]
    [InlineData("tally", 3, 3, null)]
    [InlineData("Tally", 1, 1, "lower-case")]
    [InlineData("", 1, 1, "lower-case")]
    [InlineData("tally", 0, 0, "Versions begin with 1.")]
    [InlineData("tally", 3, 0, "from 1 to its own version, 3.")]
    [InlineData("tally", 3, 4, "from 1 to its own version, 3.")]
    public void Create_KindThatCannotWork_IsRefused(string name, int version, int minSnapshotVersion, string? reason)
    {
        var exception = Record.Exception(() => new RoomKinds([new SomeKind(name, version, minSnapshotVersion)]));

        if (reason is null)
        {
            Assert.Null(exception);
        }
        else
        {
            Assert.Contains(reason, Assert.IsType<ArgumentException>(exception).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Create_TwoKindsOfOneName_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new RoomKinds([new SomeKind("tally", 1, 1), new SomeKind("tally", 2, 1)]));

    private sealed record SomeKind(string Name, int Version, int MinSnapshotVersion) : IRoomKind, IRoomState
    {
        public bool HasState => false;

        public string? ValidateOptions(ReadOnlySpan<byte> options) => null;

        public IRoomState Create(ReadOnlyMemory<byte> options) => this;

        public IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot) => this;

        public KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now) => KindDecision.Accept(command.Content);

        public void Apply(RoomEvent @event)
        {
        }

        public void Save(IBufferWriter<byte> snapshot)
        {
        }
    }
}
