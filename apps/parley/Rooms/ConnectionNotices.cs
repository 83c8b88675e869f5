using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;

namespace Parley.Command.Rooms;

/// <summary>Reports on standard error when a client loses its server, and when it has reconnected.</summary>
internal sealed class ConnectionNotices
{
    private bool _isReconnecting;

    private ConnectionNotices()
    {
    }

    /// <summary>Reports from now on.</summary>
    public static void Follow(ParleyClient client)
    {
        var notices = new ConnectionNotices();
        client.StateChanged += (_, change) => notices.Handle(change);
    }

    private void Handle(StateChange change)
    {
        if (change.State == ConnectionState.Reconnecting)
        {
            _isReconnecting = true;
            ErrorOutput.WriteLine($"reconnecting: {ServerFailure.Clean(change.Reason ?? "")}.");
        }
        else if (change.State == ConnectionState.Connected && _isReconnecting)
        {
            _isReconnecting = false;
            ErrorOutput.WriteLine("reconnected.");
        }
    }
}
