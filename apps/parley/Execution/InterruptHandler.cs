using System.Runtime.InteropServices;

namespace Parley.Command.Execution;

/// <summary>Turns Ctrl+C, and the signals that ask a process to end, into a cancellation. A second one ends the process at once.</summary>
internal sealed class InterruptHandler : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public InterruptHandler() => _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken CancellationToken => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The command has just ended by itself.
            }
        }
    }
}
