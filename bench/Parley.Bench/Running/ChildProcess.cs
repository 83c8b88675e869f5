using System.Diagnostics;
using System.Threading.Channels;
using Parley.Bench.Catalogue.Contenders;

namespace Parley.Bench.Running;

/// <summary>A program this process started: its output, and a way to end it together with everything it started.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _output;
    private readonly Task _errors;

    private ChildProcess(Process process)
    {
        _process = process;
        _output = PumpAsync(process.StandardOutput, line => _lines.Writer.TryWrite(line));
        _errors = PumpAsync(process.StandardError, _ => { });
        _ = _output.ContinueWith(_ => _lines.Writer.TryComplete(), TaskScheduler.Default);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines of both outputs.</summary>
    public Transcript Transcript { get; } = new();

    /// <summary>The lines of standard output.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

    /// <summary>Starts a program in its own process session.</summary>
    /// <exception cref="RunException">It cannot be started.</exception>
    public static ChildProcess Start(Launch launch, string directory)
    {
        var start = new ProcessStartInfo(ProcessGroup.Starter, [Program(launch.Program, directory), .. launch.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return new(process);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new RunException($"{launch.Program} cannot be started: {exception.Message}", exception);
        }
    }

    /// <summary>Waits until the program and its output have ended.</summary>
    /// <returns>False if it ran longer than <paramref name="timeout"/> and was ended.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_process.WaitForExitAsync(cancellationToken), _output, _errors).WaitAsync(timeout, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            await KillAsync();
            return false;
        }
    }

    /// <summary>Ends the program and everything it started.</summary>
    public async Task KillAsync()
    {
        await ProcessGroup.EndAsync(Id);
        await _process.WaitForExitAsync();
        await Task.WhenAll(_output, _errors);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static string Program(string program, string directory) =>
        program.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(program, directory) : program;

    private async Task PumpAsync(StreamReader reader, Action<string> add)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Transcript.Add(line);
            add(line);
        }
    }
}
