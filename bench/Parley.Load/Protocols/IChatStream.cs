namespace Parley.Load.Protocols;

/// <summary>One member's stream in one room.</summary>
internal interface IChatStream
{
    /// <summary>Queues a message; false if the stream accepts none until it calls <see cref="IMember.Unblocked"/>.</summary>
    bool TrySend(ReadOnlySpan<byte> text);
}
