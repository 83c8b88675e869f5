using System.Net.Sockets;
using Microsoft.Extensions.Logging;

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
    /// Binds the socket; nobody can connect before it listens. The caller holds the lock of the data directory, so a socket that is there
    /// was left by a server that was killed.
    /// </summary>
    /// <returns><c>null</c> if there can be no socket in this directory. The log says why.</returns>
    public static Socket? TryBind(string directory, ILogger logger)
    {
        if (Find(directory) is not { } endPoint)
        {
            OperatorLogMessages.NoSocket(logger, "the path of the data directory is too long", Path.GetFullPath(directory));
            return null;
        }

        var path = endPoint.ToString();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            socket.Bind(endPoint);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return socket;
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            OperatorLogMessages.NoSocket(logger, exception.Message, Path.GetFullPath(directory));
            return null;
        }
    }
}
