using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;

namespace Parley.Server.Transports.Grpc;

/// <summary>
/// The messages in the body of a gRPC request. All messages that have arrived together are taken without waiting in between, which the
/// reader of grpc-dotnet does for each.
/// </summary>
/// <param name="body">The body.</param>
/// <param name="encoding">How compressed messages are compressed: the header <c>grpc-encoding</c>; <c>null</c> for none.</param>
/// <param name="maxBytes">The largest message, after decompression.</param>
internal sealed class GrpcMessages(PipeReader body, string? encoding, int maxBytes)
{
    private const int PrefixBytes = 5;

    // What has been read and not taken.
    private ReadOnlySequence<byte> _rest;
    private bool _isRead;
    private bool _isLast;

    /// <summary>The message that <see cref="MoveNextAsync"/> took. Valid until its next call.</summary>
    public ReadOnlySequence<byte> Current { get; private set; }

    /// <summary>Takes the next message.</summary>
    /// <returns>False if the client has nothing more to send.</returns>
    /// <exception cref="InvalidDataException">A message cannot be decompressed.</exception>
    /// <exception cref="RpcException">
    /// A message is too large, is compressed in a way that the server does not know, or is cut off by the end of the body.
    /// </exception>
    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return TryTake() ? new ValueTask<bool>(true) : ReadAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<bool>(exception);
        }
    }

    private async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        do
        {
            if (_isLast)
            {
                return _rest.IsEmpty ? false : throw new RpcException(new Status(StatusCode.Internal, "Incomplete message."));
            }

            if (_isRead)
            {
                body.AdvanceTo(_rest.Start, _rest.End);
                _isRead = false;
            }

            var read = await body.ReadAsync(cancellationToken);
            (_rest, _isRead, _isLast) = (read.Buffer, true, read.IsCompleted);
        }
        while (!TryTake());

        return true;
    }

    private bool TryTake()
    {
        if (_rest.Length < PrefixBytes)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[PrefixBytes];
        _rest.Slice(0, PrefixBytes).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > maxBytes)
        {
            throw TooLarge();
        }

        if (_rest.Length < PrefixBytes + length)
        {
            return false;
        }

        var payload = _rest.Slice(PrefixBytes, length);
        _rest = _rest.Slice(payload.End);
        Current = prefix[0] == 0 ? payload : Decompress(payload);
        return true;
    }

    private ReadOnlySequence<byte> Decompress(ReadOnlySequence<byte> payload)
    {
        var compressed = new MemoryStream(payload.ToArray());
        using Stream decompressing = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(compressed, CompressionMode.Decompress),
            _ => throw new RpcException(
                new Status(StatusCode.Unimplemented, $"The server does not know the compression '{encoding ?? "(none)"}'.")),
        };
        var buffer = new byte[maxBytes + 1];
        var length = decompressing.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= maxBytes ? new ReadOnlySequence<byte>(buffer, 0, length) : throw TooLarge();
    }

    private RpcException TooLarge() =>
        new(new Status(StatusCode.ResourceExhausted, $"The message is larger than {maxBytes} bytes."));
}
