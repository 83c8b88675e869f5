using System.Net.Sockets;

namespace Parley.Server.Operations.Operator;

/// <summary>
/// The socket in the data directory at which a running server takes the operator's commands. Only the owner of the directory can connect.
/// </summary>
internal static class OperatorSocket
{
    private const string Name = "parley.sock";

    /// <summary>The endpoint in a data directory; <c>null</c> if its path is longer than sockets allow, about 100 bytes.</summary>
    public static UnixDomainSocketEndPoint? Find(string directory)
    {
        try
        {
            return new UnixDomainSocketEndPoint(Path.GetFullPath(Path.Combine(directory, Name)));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>
    /// Listens. The caller holds the lock of the data directory, so a socket that is there was left by a server that was killed.
    /// </summary>
    /// <exception cref="SocketException">The socket cannot be created.</exception>
    public static Socket Listen(UnixDomainSocketEndPoint endPoint)
    {
        var path = endPoint.ToString();
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Nobody can connect before the socket listens.
            socket.Bind(endPoint);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
