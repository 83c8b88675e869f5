using System.Text.RegularExpressions;

namespace Parley.Documents.Tests.Pages;

/// <summary>
/// Reads a page. In a <c>console</c> block, <c>$ </c> begins a shell line, which continues on the next line after a <c>\</c>; <c>^C</c>
/// interrupts the last one that still runs; every other line is output. A comment that begins with <c>&lt;!-- console</c> is such a block,
/// unseen by readers. <c>&lt;!-- not run: reason --&gt;</c> and <c>&lt;!-- fails --&gt;</c> apply to the block below them.
/// </summary>
internal sealed partial class PageParser
{
    private const string Prompt = "$ ";

    private readonly List<PageStep> _steps = [];
    private readonly List<UnrunBlock> _notRun = [];
    private readonly List<string> _mistakes = [];
    private readonly IReadOnlyList<string> _lines;
    private int _next;
    private string? _reason;
    private bool _fails;
    private string? _file;

    private PageParser(IReadOnlyList<string> lines) => _lines = lines;

    /// <summary>Reads the lines of a page.</summary>
    public static ShellPage Parse(string name, IEnumerable<string> lines)
    {
        var parser = new PageParser([.. lines]);
        parser.ReadPage();
        return new ShellPage(name, parser._steps, parser._notRun, [.. parser._mistakes.Select(mistake => $"{name}:{mistake}")]);
    }

    private void ReadPage()
    {
        while (_next < _lines.Count)
        {
            var line = _lines[_next++];
            if (Fence().Match(line) is { Success: true } fence)
            {
                ReadBlock(fence.Groups["language"].Value, fence.Groups["indent"].Length);
                (_reason, _fails) = (null, false);
            }
            else if (line == "<!-- console")
            {
                ReadConsole(_next, Take(line => line == "-->", indent: 0));
            }
            else if (NotRun().Match(line) is { Success: true } notRun)
            {
                _reason = notRun.Groups["reason"].Value;
            }
            else if (line == "<!-- fails -->")
            {
                _fails = true;
            }
            else
            {
                ReadProse(line);
            }
        }
    }

    private void ReadBlock(string language, int indent)
    {
        var first = _next;
        var lines = Take(line => line.Trim() == "```", indent);
        var shellLines = lines.Where(line => line.TrimStart().StartsWith(Prompt, StringComparison.Ordinal)).ToList();
        switch (language)
        {
            case "console" or "text" when _reason is not null:
                _notRun.Add(new UnrunBlock(first, _reason, shellLines));
                break;
            case "console":
                ReadConsole(first, lines);
                break;
            case "diff" when _file is not null:
                _steps.Add(new FileChange(first, _file, Side(lines, '-'), Side(lines, '+')));
                break;
            case var _ when shellLines.Count > 0:
                _mistakes.Add($"{first}: shell lines are in a block that is neither `console` nor marked as not run");
                break;
        }
    }

    private void ReadConsole(int first, List<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var line = first + i + 1;
            if (lines[i] == "^C")
            {
                _steps.Add(new Interrupt(line));
            }
            else if (lines[i].StartsWith(Prompt, StringComparison.Ordinal))
            {
                var text = lines[i][Prompt.Length..];
                while (text.EndsWith('\\') && i + 1 < lines.Count)
                {
                    text = text[..^1] + lines[++i].TrimStart();
                }

                var output = lines.Skip(i + 1).TakeWhile(IsOutput).ToList();
                i += output.Count;
                _steps.Add(new ShellLine(line, text, output, _fails));
            }
            else
            {
                _mistakes.Add($"{line}: output of no shell line");
            }
        }
    }

    private void ReadProse(string line)
    {
        if (_reason is not null || _fails)
        {
            _mistakes.Add($"{_next}: the mark above speaks of no block");
            (_reason, _fails) = (null, false);
        }

        if (line.TrimStart().StartsWith(Prompt, StringComparison.Ordinal))
        {
            _mistakes.Add($"{_next}: a shell line outside a block");
        }

        _file = FileName().Matches(line) is [.., var last] ? last.Groups["file"].Value : _file;
    }

    private List<string> Take(Func<string, bool> isEnd, int indent)
    {
        var taken = new List<string>();
        while (_next < _lines.Count && _lines[_next++] is var line && !isEnd(line))
        {
            taken.Add(line.Length >= indent ? line[indent..] : line.TrimStart());
        }

        return taken;
    }

    private static bool IsOutput(string line) => line != "^C" && !line.StartsWith(Prompt, StringComparison.Ordinal);

    private static IReadOnlyList<string> Side(List<string> lines, char sign) =>
        [.. lines.Where(line => line.StartsWith(sign) || line.StartsWith(' ')).Select(line => line[1..])];

    [GeneratedRegex(@"^(?<indent> *)```(?<language>\w*) *$")]
    private static partial Regex Fence();

    [GeneratedRegex("^<!-- not run:(?<reason>.*)-->$")]
    private static partial Regex NotRun();

    [GeneratedRegex(@"`(?<file>[\w.-]+(?:/[\w.-]+)+\.\w+)`")]
    private static partial Regex FileName();
}
