using System.Net;
using System.Net.Sockets;
using Parley.Server.Hosting.Settings;

namespace Parley.Server.Hosting;

/// <summary>
/// One port, bound on every address before the host is built: a busy port is reported in one line, and port 0 gives the same free port on
/// IPv4 and IPv6. Clients cannot connect before <see cref="Listen"/>.
/// </summary>
internal sealed class BoundPort : IDisposable
{
    private const int MaxAttempts = 16;

    private readonly List<Socket> _sockets;
    private readonly BindAddress _address;
    private readonly string _option;

    private BoundPort(List<Socket> sockets, BindAddress address, bool isTls, string option)
    {
        (_sockets, _address, _option) = (sockets, address, option);
        Port = EndPoints.First().Port;
        Address = $"{(isTls ? "https" : "http")}://{address.Host}:{Port}";
    }

    /// <summary>The port, never 0.</summary>
    public int Port { get; }

    /// <summary>The address for clients on this machine; for all clients if the port is bound on one address only.</summary>
    public string Address { get; }

    /// <summary>Every address and port bound.</summary>
    public IEnumerable<IPEndPoint> EndPoints => _sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!);

    /// <summary>Binds <paramref name="port"/>, or a free one for 0.</summary>
    /// <exception cref="StartupException">The port is busy, or the address does not belong to this machine.</exception>
    public static BoundPort Bind(BindAddress address, bool isTls, int port, string option)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new BoundPort(BindAll(address.Addresses, port), address, isTls, option);
            }
            catch (SocketException exception)
                when (port == 0 && exception.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < MaxAttempts)
            {
                // The port that was free on the first address is busy on another: try a new one.
            }
            catch (SocketException exception)
            {
                throw new StartupException(Explain(exception, address, port, option), exception);
            }
        }
    }

    /// <summary>Lets clients connect to <paramref name="endPoint"/>.</summary>
    /// <returns>The socket that is bound there, which now belongs to the caller; <c>null</c> if none is.</returns>
    /// <exception cref="StartupException">Another program has begun to listen there since the port was bound.</exception>
    public Socket? Listen(EndPoint endPoint)
    {
        var socket = _sockets.Find(candidate => candidate.LocalEndPoint!.Equals(endPoint));
        if (socket is null)
        {
            return null;
        }

        try
        {
            socket.Listen();
        }
        catch (SocketException exception)
        {
            throw new StartupException(Explain(exception, _address, Port, _option), exception);
        }

        _sockets.Remove(socket);
        return socket;
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private static List<Socket> BindAll(IReadOnlyList<IPAddress> addresses, int port)
    {
        // A machine may have only IPv4, or only IPv6. One of the addresses is enough.
        var sockets = new List<Socket>();
        try
        {
            foreach (var (i, address) in addresses.Index())
            {
                var isLast = i == addresses.Count - 1;
                if (TryBind(address, port, isOptional: sockets.Count > 0 || !isLast) is { } socket)
                {
                    sockets.Add(socket);
                    port = ((IPEndPoint)socket.LocalEndPoint!).Port;
                }
            }

            return sockets;
        }
        catch
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }
    }

    // A port on which another program listens cannot be bound. A port that another program has only bound can be bound again, because .NET
    // binds with SO_REUSEADDR: without it, a server that was killed could not return until its old connections had timed out. Of several
    // programs that bound the port, the first to listen has it.
    private static Socket? TryBind(IPAddress address, int port, bool isOptional)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            if (isOptional && exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
            {
                return null;
            }

            throw;
        }
    }

    private static string Explain(SocketException exception, BindAddress address, int port, string option) =>
        exception.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                $"Port {port} on {address.Host} is in use by another program. Choose another with {option}, or 0 for a free one.",
            SocketError.AccessDenied => $"This user may not open port {port}. Choose one above 1023 with {option}.",
            SocketError.AddressNotAvailable => $"{address.Host} is not an address of this machine. Choose another with --bind.",
            _ => $"Cannot listen on {address.Host} port {port}: {exception.Message}.",
        };
}
