using System.Text.RegularExpressions;

namespace Parley.Documents.Tests.Running;

/// <summary>
/// What a page shows below a shell line. <c>…</c> in a line stands for any text; on a line of its own, for any number of lines, even none.
/// A time of day stands for any time of day.
/// </summary>
internal sealed partial class ExpectedOutput
{
    private readonly Regex _start;
    private readonly Regex _whole;

    /// <summary>The lines below a shell line.</summary>
    public ExpectedOutput(IEnumerable<string> lines)
    {
        var pattern = string.Concat(lines.Select(line => line.Trim() == "…" ? "(?:.*\n)*?" : $"{Pattern(line)}\n"));
        _start = new Regex($@"\A{pattern}");
        _whole = new Regex($@"\A{pattern}\z");
    }

    /// <summary>Whether printed lines begin with these.</summary>
    public bool IsStartOf(IEnumerable<string> printed) => _start.IsMatch(Text(printed));

    /// <summary>Whether printed lines are these and no others.</summary>
    public bool Matches(IEnumerable<string> printed) => _whole.IsMatch(Text(printed));

    private static string Pattern(string line) => Variable().Replace(Regex.Escape(line), variable => variable.Value switch
    {
        "…" => ".*?",
        { Length: 5 } => @"\d\d:\d\d",
        _ => @"\d\d:\d\d:\d\d",
    });

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));

    [GeneratedRegex(@"…|\b\d\d:\d\d(?::\d\d)?\b")]
    private static partial Regex Variable();
}
