using System.Buffers;
using Parley.Protocol;
using Parley.Rooms.Contents;

namespace Parley.Rooms.Kinds.Steps;

/// <summary>The room orders steps, and does not know what they mean.</summary>
internal sealed class StepsState : IRoomState
{
    public static StepsState Instance { get; } = new();

    public KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now)
    {
        if (!StepsContent.TryDecode(command.Content.Span, out var steps) || steps.Count == 0)
        {
            return KindDecision.Reject(ParleyCode.Invalid, "A room of kind 'steps' accepts batches of at least one step only.");
        }

        return command.ExpectedSequence is null
            ? KindDecision.Reject(
                ParleyCode.Invalid, "Steps need expected_sequence: the sequence of the last event that they were made on.")
            : KindDecision.Accept(command.Content);
    }

    public void Apply(RoomEvent @event)
    {
    }

    public void Save(IBufferWriter<byte> snapshot)
    {
    }
}
