using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Parley.Protocol;
using Parley.Server.Transports;

namespace Parley.Contracts.Testing.Transports;

/// <summary>
/// A transport within one process, for tests of sessions without a network. Its client decides how much is read and when the connection
/// breaks, even within a frame; nothing is ever reordered.
/// </summary>
public sealed class MemorySessionTransport : ISessionTransport, IDisposable
{
    private const int PrefixBytes = 5;

    private readonly Pipe _input = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Pipe _output;
    private readonly CancellationTokenSource _gone = new();

    /// <summary>A connection.</summary>
    /// <param name="window">Bytes that the server may send ahead of what the client has read; at least 1.</param>
    public MemorySessionTransport(int window = 65_536)
    {
        _output = new Pipe(new PipeOptions(
            pauseWriterThreshold: window, resumeWriterThreshold: (window / 2) + 1, useSynchronizationContext: false));
        Client = new MemoryTransportClient(_input.Writer, _output.Reader, OnBroken);
    }

    /// <summary>The client's end.</summary>
    public MemoryTransportClient Client { get; }

    /// <inheritdoc/>
    public PipeWriter Output => _output.Writer;

    /// <inheritdoc/>
    public CancellationToken Gone => _gone.Token;

    /// <inheritdoc/>
    public async ValueTask<FrameRead> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Gone);
            ReadResult read;
            try
            {
                read = await _input.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (Gone.IsCancellationRequested)
            {
                return new FrameRead(ReadEnd.Gone);
            }

            if (TryParse(read, out var consumed, out var frame))
            {
                _input.Reader.AdvanceTo(consumed);
                return frame;
            }

            _input.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <inheritdoc/>
    public void Abort() => Client.Break();

    /// <inheritdoc/>
    public async ValueTask FinishAsync(Farewell farewell)
    {
        Client.OnFinished(farewell);
        await Output.CompleteAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _gone.Dispose();

    private static bool TryParse(ReadResult read, out SequencePosition consumed, out FrameRead frame)
    {
        (consumed, frame) = (read.Buffer.Start, default);
        if (read.Buffer.Length < PrefixBytes)
        {
            frame = read.Buffer.IsEmpty
                ? new FrameRead(ReadEnd.Completed)
                : new FrameRead(ReadEnd.Malformed, "The client ended within a frame.");
            return read.IsCompleted;
        }

        Span<byte> prefix = stackalloc byte[PrefixBytes];
        read.Buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > ProtocolLimits.FrameBytes)
        {
            frame = new FrameRead(ReadEnd.TooLarge);
            return true;
        }

        if (read.Buffer.Length < PrefixBytes + length)
        {
            frame = new FrameRead(ReadEnd.Malformed, "The client ended within a frame.");
            return read.IsCompleted;
        }

        var payload = read.Buffer.Slice(PrefixBytes, length);
        consumed = payload.End;
        frame = new FrameRead(new ReadOnlySequence<byte>(payload.ToArray()), ReadEnd.None);
        return true;
    }

    private void OnBroken()
    {
        _output.Reader.Complete();
        _gone.Cancel();
    }
}
