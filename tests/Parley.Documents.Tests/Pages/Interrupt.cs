namespace Parley.Documents.Tests.Pages;

/// <summary>A line <c>^C</c>: Ctrl+C in the terminal of the last line that still runs.</summary>
/// <param name="Line">The line of the page.</param>
internal sealed record Interrupt(int Line) : PageStep(Line);
