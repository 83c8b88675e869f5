namespace Parley.Engine.Commits;

/// <summary>Whether the log can be written, as far as the committer knows. The committer sets it; anyone may read it.</summary>
public sealed class StorageHealth
{
    private volatile string? _failure;

    /// <summary>Why the log cannot be written, and what to do, for the operator; <c>null</c> while it can.</summary>
    public string? Failure => _failure;

    internal void Set(string? failure) => _failure = failure;
}
