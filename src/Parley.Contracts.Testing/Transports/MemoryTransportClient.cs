using System.Buffers;
using System.IO.Pipelines;
using Parley.Protocol;
using Parley.Server.Transports;

namespace Parley.Contracts.Testing.Transports;

/// <summary>The client's end of a <see cref="MemorySessionTransport"/>.</summary>
public sealed class MemoryTransportClient : ITransportClient
{
    private readonly PipeWriter _output;
    private readonly PipeReader _input;
    private readonly Action _onBroken;
    private volatile Farewell? _farewell;
    private int _isBroken;

    internal MemoryTransportClient(PipeWriter output, PipeReader input, Action onBroken) =>
        (_output, _input, _onBroken) = (output, input, onBroken);

    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _output.WriteAsync(bytes);

    /// <inheritdoc/>
    public async Task CompleteAsync() => await _output.CompleteAsync();

    /// <inheritdoc/>
    public void Break()
    {
        if (Interlocked.Exchange(ref _isBroken, 1) == 0)
        {
            _onBroken();
        }
    }

    /// <inheritdoc/>
    public async Task ReadAsync(Memory<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = await _input.ReadAsync();
            var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, destination.Length));
            taken.CopyTo(destination.Span);
            destination = destination[(int)taken.Length..];
            _input.AdvanceTo(taken.End);
            if (read.IsCompleted && taken.IsEmpty)
            {
                throw new EndOfStreamException();
            }
        }
    }

    /// <inheritdoc/>
    public async Task<TransportEnd> ReadEndAsync()
    {
        while (Volatile.Read(ref _isBroken) == 0)
        {
            var read = await _input.ReadAsync();
            _input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return _farewell?.Code == ParleyCode.Unspecified ? TransportEnd.Left : TransportEnd.Refused;
            }
        }

        return TransportEnd.Broken;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Break();
        return ValueTask.CompletedTask;
    }

    internal void OnFinished(Farewell farewell) => _farewell = farewell;
}
