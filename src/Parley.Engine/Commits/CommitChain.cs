namespace Parley.Engine.Commits;

/// <summary>
/// Commits of a room that build on each other. Once one fails, all later ones of the chain fail too, even if their numbers would
/// happen to continue what somebody else wrote: they were decided on events that are not there.
/// </summary>
/// <param name="room">The room.</param>
internal sealed class CommitChain(string room)
{
    public string Room => room;

    /// <summary>How a commit of the chain failed; <c>null</c> while none has. Touched by the committer's loop only.</summary>
    public CommitResult? Failure { get; set; }

    /// <summary>True once a commit of the chain was turned away because too much waits. Guarded by the committer's gate.</summary>
    public bool Overflowed { get; set; }
}
