namespace Parley.Contracts.Testing.Transports;

/// <summary>The client's end of a transport under test. It deals in bytes, so that a test can send what no client library would.</summary>
public interface ITransportClient : IAsyncDisposable
{
    /// <summary>Sends bytes as they are. A frame is five bytes of prefix and the encoded message.</summary>
    Task SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Ends the client's side in an orderly way: it has nothing more to send, and still reads.</summary>
    Task CompleteAsync();

    /// <summary>Vanishes without an orderly end.</summary>
    void Break();

    /// <summary>
    /// Reads exactly as many bytes as fit into the buffer. Until the first call nothing is read, so the server's flushes have to wait.
    /// </summary>
    /// <exception cref="EndOfStreamException">The server sent less.</exception>
    Task ReadAsync(Memory<byte> destination);

    /// <summary>Reads, and drops, whatever still comes. Completes when the session has ended for the client.</summary>
    Task<TransportEnd> ReadEndAsync();
}
