namespace Parley.Interop.Tests.Sessions;

/// <summary>Session tests run after the others, one at a time: they make the clients in the folders the chat tests make theirs in.</summary>
[CollectionDefinition(nameof(SessionCollection), DisableParallelization = true)]
public sealed class SessionCollection;
