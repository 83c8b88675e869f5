using Microsoft.Extensions.Logging;
using Parley.Client.Sessions;

namespace Parley.Client.Connections;

/// <summary>Keeps the connection's state and reports its changes to the application. Only one task sets the state.</summary>
internal sealed class StateReporter(Action<StateChange> changed, ILogger log)
{
    private volatile ConnectionState _state;

    public ConnectionState State => _state;

    /// <summary>Sets the state without reporting it yet.</summary>
    public void Set(ConnectionState state) => _state = state;

    public void Report(ConnectionState state, string? reason = null)
    {
        Set(state);
        try
        {
            changed(new(state, reason));
        }
        catch (Exception exception)
        {
            log.HandlerFailed(exception);
        }
    }
}
