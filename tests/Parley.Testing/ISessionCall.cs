using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Testing;

/// <summary>The client's end of one session, over any transport.</summary>
public interface ISessionCall : IDisposable
{
    /// <summary>How the session ended. Only after <see cref="ReadAsync"/> has returned <c>null</c>.</summary>
    Status Status { get; }

    /// <summary>Completes once the server has accepted the session.</summary>
    Task OpenAsync();

    /// <summary>Sends a frame.</summary>
    Task SendAsync(ClientFrame frame);

    /// <summary>Ends the client's side; the session may still be read.</summary>
    Task CompleteAsync();

    /// <summary>Reads the next frame; <c>null</c> if the server ended the session with OK.</summary>
    /// <exception cref="RpcException">The session ended in another way.</exception>
    Task<ServerFrame?> ReadAsync();
}
