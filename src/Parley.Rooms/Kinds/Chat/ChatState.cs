using System.Buffers;

namespace Parley.Rooms.Kinds.Chat;

/// <summary>A chat room decides every command by itself, so it has no state.</summary>
internal sealed class ChatState : IRoomState
{
    public static ChatState Instance { get; } = new();

    public KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now) =>
        ChatRules.Validate(command.Content.Span) is { } rejection
            ? KindDecision.Reject(rejection.Code, rejection.Reason)
            : KindDecision.Accept(command.Content);

    public void Apply(RoomEvent @event)
    {
    }

    public void Save(IBufferWriter<byte> snapshot)
    {
    }
}
