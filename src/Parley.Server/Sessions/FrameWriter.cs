using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>
/// Writes frames with their 5-byte length prefix, and takes whole frames that are encoded already. A session has one writer.
/// </summary>
internal sealed class FrameWriter(PipeWriter output) : IBufferWriter<byte>
{
    private const int PrefixBytes = 5;

    /// <summary>True if something was written since the last flush.</summary>
    public bool IsDirty { get; private set; }

    public void Write(ServerFrame frame)
    {
        var size = frame.CalculateSize();
        var span = GetSpan(PrefixBytes + size)[..(PrefixBytes + size)];
        span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], size);
        frame.WriteTo(span[PrefixBytes..]);
        Advance(span.Length);
    }

    /// <summary>Sends what was written, at the speed the client accepts.</summary>
    public ValueTask<FlushResult> FlushAsync()
    {
        IsDirty = false;
        return output.FlushAsync();
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

    public void Advance(int count)
    {
        IsDirty |= count > 0;
        output.Advance(count);
    }
}
