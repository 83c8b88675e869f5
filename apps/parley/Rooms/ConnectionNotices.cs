using Parley.Client;
using Parley.Command.Clients;

namespace Parley.Command.Rooms;

/// <summary>Tells on the standard error when a client loses its server, and when it is back.</summary>
internal sealed class ConnectionNotices
{
    private bool _isAway;

    private ConnectionNotices()
    {
    }

    /// <summary>Tells from now on.</summary>
    public static void Follow(ParleyClient client)
    {
        var notices = new ConnectionNotices();
        client.StateChanged += (_, change) => notices.Handle(change);
    }

    private void Handle(StateChange change)
    {
        if (change.State == ConnectionState.Reconnecting)
        {
            _isAway = true;
            Console.Error.WriteLine($"parley: reconnecting: {ServerFailure.Clean(change.Reason ?? "")}.");
        }
        else if (change.State == ConnectionState.Connected && _isAway)
        {
            _isAway = false;
            Console.Error.WriteLine("parley: connected again.");
        }
    }
}
