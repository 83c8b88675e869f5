namespace Parley.Documents.Tests.Pages;

/// <summary>A block with shell lines that no test runs.</summary>
/// <param name="Line">The line of the page it begins in.</param>
/// <param name="Reason">Why, as <c>&lt;!-- not run: reason --&gt;</c> above it states.</param>
/// <param name="ShellLines">Its shell lines.</param>
internal sealed record UnrunBlock(int Line, string Reason, IReadOnlyList<string> ShellLines);
