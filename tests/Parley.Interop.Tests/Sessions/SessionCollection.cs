namespace Parley.Interop.Tests.Sessions;

/// <summary>
/// Tests of sessions run after the others and one at a time, so that a busy machine does not make their short heartbeats time out.
/// </summary>
[CollectionDefinition(nameof(SessionCollection), DisableParallelization = true)]
public sealed class SessionCollection;
