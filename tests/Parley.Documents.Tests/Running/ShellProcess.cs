using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Parley.Documents.Tests.Pages;

namespace Parley.Documents.Tests.Running;

/// <summary>A shell line that runs: in a process group of its own, and in a terminal if it needs one.</summary>
internal sealed partial class ShellProcess : IDisposable
{
    private const int Interrupted = 130;
    private const string CtrlC = "\u0003";

    // Standard error goes where standard output goes, as in a terminal. The last argument is the file in which the line
    // leaves the directory it ends in.
    private const string Script = """exec 2>&1 < /dev/null; eval "$1"; code=$?; pwd > "$2"; exit $code""";
    private const string ScriptRunningOn = """exec 2>&1 < /dev/null; eval "$1" """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Channel<string> _incoming = Channel.CreateUnbounded<string>();
    private readonly List<string> _printed = [];
    private readonly ShellLine _line;
    private readonly Process _process;
    private readonly Task _reading;

    private ShellProcess(ShellLine line, Process process)
    {
        (_line, _process) = (line, process);
        _reading = ReadAsync(process.StandardOutput);
    }

    /// <summary>Starts a shell line.</summary>
    /// <param name="line">The line of the page.</param>
    /// <param name="text">What to run for it.</param>
    /// <param name="directory">Where.</param>
    /// <param name="directoryFile">The file in which it leaves the directory that it ends in, unless it runs on.</param>
    /// <param name="environment">Its environment, and nothing else.</param>
    public static ShellProcess Start(
        ShellLine line, string text, string directory, string directoryFile, IReadOnlyDictionary<string, string?> environment)
    {
        string[] arguments = line.NeedsTerminal
            ? ["script", "--quiet", "--flush", "--return", "--command", $"stty cols 100 rows 24; {text}", "/dev/null"]
            : ["bash", "--noprofile", "--norc", "-c", line.RunsOn ? ScriptRunningOn : Script, "bash", text, directoryFile];
        var start = new ProcessStartInfo("setsid", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = directory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ShellProcess(line, Process.Start(start)!);
    }

    /// <summary>Waits until it has printed what the page shows: all of it if it ends, the beginning if it runs on.</summary>
    /// <exception cref="InvalidOperationException">It printed something else, or ended with another code.</exception>
    public async Task ExpectAsync(ExpectedOutput expected)
    {
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            do
            {
                if (_line.RunsOn && expected.IsStartOf(_printed))
                {
                    return;
                }
            }
            while (await TakeLineAsync(deadline.Token));

            await WaitForEndAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw Failure($"still runs after {Limit.TotalMinutes} minutes");
        }

        if (_line.RunsOn || _process.ExitCode != 0 != _line.Fails)
        {
            throw Failure($"ended with {_process.ExitCode}");
        }

        if (_line.Output.Count > 0 && !expected.Matches(_printed))
        {
            throw Failure("printed something else");
        }
    }

    /// <summary>Presses Ctrl+C and waits for the end.</summary>
    /// <exception cref="InvalidOperationException">It had ended before, does not end, or ended with an error.</exception>
    public async Task InterruptAsync()
    {
        if (_process.HasExited)
        {
            throw Failure($"ended by itself with {_process.ExitCode}");
        }

        if (_line.NeedsTerminal)
        {
            await _process.StandardInput.WriteAsync(CtrlC);
            await _process.StandardInput.FlushAsync();
        }
        else
        {
            using var kill = Process.Start("kill", ["-INT", "--", (-_process.Id).ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            await WaitForEndAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw Failure("does not end after Ctrl+C");
        }

        if (_process.ExitCode is not (0 or Interrupted))
        {
            throw Failure($"ended with {_process.ExitCode} after Ctrl+C");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        while (_incoming.Reader.TryRead(out var line))
        {
            _printed.Add(line);
        }
    }

    private async Task<bool> TakeLineAsync(CancellationToken cancellationToken)
    {
        if (!await _incoming.Reader.WaitToReadAsync(cancellationToken))
        {
            return false;
        }

        _printed.Add(await _incoming.Reader.ReadAsync(cancellationToken));
        return true;
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            // A terminal returns to the start of a row and draws it again: what it draws there is a line of its own here.
            var text = TerminalControl().Replace(line, "");
            if (text.Length > 0 || line.Length == 0)
            {
                _incoming.Writer.TryWrite(text);
            }
        }

        _incoming.Writer.Complete();
    }

    private InvalidOperationException Failure(string what)
    {
        while (_incoming.Reader.TryRead(out var line))
        {
            _printed.Add(line);
        }

        var expected = _line.Output.Count > 0 ? string.Join("\n  ", _line.Output) : "(not shown)";
        var printed = string.Join("\n  ", _printed);
        return new InvalidOperationException($"line {_line.Line}: $ {_line.Text}\n{what}\nexpected:\n  {expected}\nprinted:\n  {printed}");
    }

    [GeneratedRegex(@"\x1b(?:\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex TerminalControl();
}
