using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Parley.Testing;

/// <summary>A real process. Its lines can be awaited, and every failure shows what it printed.</summary>
public sealed class TestProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _errorLines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _transcript = new();
    private readonly List<string> _errors = [];
    private readonly Task _output;
    private readonly Task _error;
    private int _disposed;

    private TestProcess(Process process)
    {
        _process = process;
        _output = PumpAsync(process.StandardOutput, "out", line => _lines.Writer.TryWrite(line));
        _error = PumpAsync(process.StandardError, "err", line =>
        {
            lock (_errors)
            {
                _errors.Add(line);
            }

            _errorLines.Writer.TryWrite(line);
        });
        _ = _error.ContinueWith(_ => _errorLines.Writer.TryComplete(), TaskScheduler.Default);
        _ = _output.ContinueWith(_ => _lines.Writer.TryComplete(), TaskScheduler.Default);
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>True once the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The process's input.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>Everything printed so far, for the message of a failure.</summary>
    public string Transcript
    {
        get
        {
            lock (_transcript)
            {
                return $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}\n{_transcript}";
            }
        }
    }

    /// <summary>Lines on standard error so far.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
            {
                return [.. _errors];
            }
        }
    }

    /// <summary>
    /// Log entries on standard error that report a failure. Warnings are not among them: on a busy machine libraries log some.
    /// </summary>
    public IEnumerable<string> Failures =>
        Errors.Where(line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal));

    /// <summary>Bytes of memory that the process has resident, as reported by Linux.</summary>
    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1_024;
        }
    }

    /// <summary>Starts a program with the tests' environment and the given changes to it.</summary>
    public static TestProcess Start(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? directory = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = directory ?? "",
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new TestProcess(Process.Start(start)!);
    }

    /// <summary>Starts the built command <c>parley</c>.</summary>
    public static TestProcess StartParley(
        IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>>? environment = null, string? directory = null) =>
        Start(Repository.Parley[0], [.. Repository.Parley.Skip(1), .. arguments], environment, directory);

    /// <summary>Reads the next line on standard output.</summary>
    public Task<string> ReadLineAsync() => ReadLineAsync(_lines.Reader);

    /// <summary>Reads lines on standard error until one contains <paramref name="part"/>.</summary>
    public async Task ReadErrorAsync(string part)
    {
        while (!(await ReadLineAsync(_errorLines.Reader)).Contains(part, StringComparison.Ordinal))
        {
        }
    }

    /// <summary>Reads lines on standard output until one contains <paramref name="part"/>.</summary>
    public async Task<string> ReadLineAsync(string part)
    {
        while (true)
        {
            if (await ReadLineAsync() is var line && line.Contains(part, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    /// <summary>Reads the rest of standard output.</summary>
    public async Task<List<string>> ReadToEndAsync()
    {
        var lines = new List<string>();
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Awaits the end of the process and of its output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        try
        {
            await Task.WhenAll(_process.WaitForExitAsync(), _output, _error).WaitAsync(Deadline.Step);
            return _process.ExitCode;
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"Still running. {Transcript}", exception);
        }
    }

    /// <summary>Awaits the end of the process. If it does not exit with 0, fails with what it printed.</summary>
    public async Task SucceedAsync()
    {
        if (await WaitForExitAsync() is var code and not 0)
        {
            throw new InvalidOperationException($"Ended with {code}. {Transcript}");
        }
    }

    /// <summary>Sends a signal by name, such as <c>TERM</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync().Within($"the killed process {Id} to end");
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync(ChannelReader<string> lines)
    {
        try
        {
            return await lines.ReadAsync().AsTask().WaitAsync(Deadline.Step);
        }
        catch (Exception exception) when (exception is TimeoutException or ChannelClosedException)
        {
            throw new InvalidOperationException($"No further line. {Transcript}", exception);
        }
    }

    private async Task PumpAsync(StreamReader reader, string name, Action<string> add)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_transcript)
            {
                if (_transcript.Length < 100_000)
                {
                    _transcript.Append(name).Append("| ").AppendLine(line);
                }
            }

            add(line);
        }
    }
}
