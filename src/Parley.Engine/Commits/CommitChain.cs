namespace Parley.Engine.Commits;

/// <summary>
/// Commits of one room that build on each other. Once one fails, all later ones of the chain fail too, even if their sequences happen to
/// continue the log: they build on events that are not in it.
/// </summary>
/// <param name="room">The room.</param>
internal sealed class CommitChain(string room)
{
    public string Room => room;

    /// <summary>How a commit of the chain failed; <c>null</c> while none has. Only the committer's loop touches it.</summary>
    public CommitResult? Failure { get; set; }

    /// <summary>
    /// True once a commit of the chain was refused because too many events were waiting. Guarded by the committer's gate.
    /// </summary>
    public bool Overflowed { get; set; }
}
