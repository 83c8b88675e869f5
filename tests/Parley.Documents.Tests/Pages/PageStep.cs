namespace Parley.Documents.Tests.Pages;

/// <summary>Something that a page asks its reader to do.</summary>
/// <param name="Line">The line of the page it begins in.</param>
internal abstract record PageStep(int Line);
