namespace Parley.Server.Operations.Operator;

/// <summary>What has become of a content that was to be erased.</summary>
/// <param name="Sequence">The sequence of its event.</param>
/// <param name="IsGone">True if the content is gone, now or from before.</param>
/// <param name="Remark">What is unusual about it, for people; <c>null</c> if it was erased now.</param>
public sealed record ErasedEvent(long Sequence, bool IsGone, string? Remark);
