using System.Diagnostics.CodeAnalysis;
using Parley.Protocol;

namespace Parley.Rooms.Kinds;

/// <summary>What a kind decides about a command: the contents of new events, or a rejection.</summary>
public readonly record struct KindDecision
{
    private KindDecision(IReadOnlyList<ReadOnlyMemory<byte>> contents, Rejection? rejection) =>
        (Contents, Rejection) = (contents, rejection);

    /// <summary>The contents of the events that the command becomes, in order; empty if it is refused.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Contents { get; }

    /// <summary>Why the command is refused; <c>null</c> if it is not.</summary>
    public Rejection? Rejection { get; }

    /// <summary>True if the command becomes events.</summary>
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool Accepted => Rejection is null;

    /// <summary>The command becomes events with these contents; at least one.</summary>
    public static KindDecision Accept(params IReadOnlyList<ReadOnlyMemory<byte>> contents) => contents.Count > 0
        ? new(contents, null)
        : throw new ArgumentException("A command becomes at least one event.", nameof(contents));

    /// <summary>The command is refused.</summary>
    /// <param name="code">The reason, for programs.</param>
    /// <param name="reason">The reason and what to do about it, for people.</param>
    public static KindDecision Reject(ParleyCode code, string reason) => new([], new Rejection(code, reason));
}
