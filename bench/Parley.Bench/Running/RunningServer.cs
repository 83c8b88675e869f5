using System.Globalization;
using System.Threading.Channels;
using Parley.Bench.Catalogue.Contenders;

namespace Parley.Bench.Running;

/// <summary>A server that was started for one run and is listening.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly ChildProcess _child;

    private RunningServer(ChildProcess child, int port)
    {
        _child = child;
        Port = port;
        ProcessId = ListeningProcess.Find(child.Id, port);
    }

    public int Port { get; }

    /// <summary>The process that serves, which a script may have started.</summary>
    public int ProcessId { get; }

    public bool HasExited => _child.HasExited;

    public Transcript Transcript => _child.Transcript;

    /// <summary>Starts the server and waits until it listens.</summary>
    /// <exception cref="RunException">It ended or did not listen in time.</exception>
    public static async Task<RunningServer> StartAsync(
        Contender contender, string directory, string data, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var child = ChildProcess.Start(contender.Start.WithData(data), directory);
        try
        {
            return new(child, await PortAsync(child, contender.Ready).WaitAsync(timeout, cancellationToken));
        }
        catch (Exception exception)
        {
            await child.DisposeAsync();
            throw exception switch
            {
                TimeoutException => new RunException($"the server was not ready after {timeout.TotalSeconds:0.#} s{Last(child)}"),
                ChannelClosedException => new RunException($"the server ended before it was ready{Last(child)}"),
                _ => exception,
            };
        }
    }

    /// <summary>How the server ended; only valid once it has.</summary>
    public string ExitDescription => $"the server ended with exit code {_child.ExitCode}{Last(_child)}";

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    private static async Task<int> PortAsync(ChildProcess child, string ready)
    {
        while (true)
        {
            var line = await child.Lines.ReadAsync();
            if (line.StartsWith(ready, StringComparison.Ordinal)
                && int.TryParse(line.AsSpan(ready.Length).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                return port;
            }
        }
    }

    private static string Last(ChildProcess child) => child.Transcript.Cause is { } line ? $": {line}" : "";
}
