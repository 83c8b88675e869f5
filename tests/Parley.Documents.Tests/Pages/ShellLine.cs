using System.Text.RegularExpressions;

namespace Parley.Documents.Tests.Pages;

/// <summary>A line that begins with <c>$ </c>.</summary>
/// <param name="Line">The line of the page it begins in.</param>
/// <param name="Text">What a reader types.</param>
/// <param name="Output">The lines that the page shows below it. None means that the page does not show its output.</param>
/// <param name="Fails">Whether it ends with a code other than 0.</param>
internal sealed partial record ShellLine(int Line, string Text, IReadOnlyList<string> Output, bool Fails) : PageStep(Line)
{
    /// <summary>Whether it needs a terminal: <c>parley chat</c> prints its greeting only on a terminal.</summary>
    public bool NeedsTerminal => Chat().IsMatch(Text);

    /// <summary>Whether it runs until it is interrupted: servers, readers, terminals, and the programs of the samples.</summary>
    public bool RunsOn => NeedsTerminal || ServerOrReader().IsMatch(Text) || Program().IsMatch(Text);

    [GeneratedRegex(@"\bparley (?:-- )?chat\b(?!.*\|)(?<!\|.*)")]
    private static partial Regex Chat();

    [GeneratedRegex(@"\bparley (?:-- )?(?:serve|tail)\b")]
    private static partial Regex ServerOrReader();

    [GeneratedRegex(@"^dotnet run --project (?:samples/|\.\./bot\b)")]
    private static partial Regex Program();
}
