using System.Net;
using System.Net.Sockets;

namespace Parley.Testing;

/// <summary>A port that stays free while no server listens: below those from which the system takes the ports of outgoing connections, one of
/// which might else be this one when the server comes back.</summary>
public static class LowPort
{
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>A port on which nobody listens.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one.
            }
        }
    }
}
