namespace Parley.Load.Protocols;

/// <summary>One member's place in one room.</summary>
internal interface IChatStream
{
    /// <summary>Queues a message, or says that nothing may be sent now; then <see cref="IMember.Unblocked"/> says when to try again.</summary>
    bool TrySend(ReadOnlySpan<byte> text);
}
