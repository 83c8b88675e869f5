namespace Parley.Interop.Tests.Collaboration;

/// <summary>What <c>edit.js</c> prints at its end.</summary>
internal sealed record EditResult(int Clients, int Edits, int Events, int Reconnects, int Conflicts, int Length, string Sha256);
