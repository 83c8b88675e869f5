using System.Net;
using System.Net.Sockets;

namespace Parley.Testing;

/// <summary>
/// Ports that stay free while a server is down. They are below the range from which the system takes the ports of outgoing connections, one
/// of which might otherwise hold the port when the server returns.
/// </summary>
public static class LowPort
{
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>Finds a port on which nobody listens.</summary>
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
                // Try another.
            }
        }
    }
}
