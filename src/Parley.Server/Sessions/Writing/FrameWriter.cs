using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Server.Frames;

namespace Parley.Server.Sessions.Writing;

/// <summary>Writes frames with their prefix, and takes whole frames that are encoded already. Used only by the session's writer.</summary>
internal sealed class FrameWriter(PipeWriter output) : IBufferWriter<byte>
{
    /// <summary>True if something was written since the last flush.</summary>
    public bool IsDirty { get; private set; }

    public void Write(ServerFrame frame)
    {
        var length = frame.CalculateSize();
        var span = GetSpan(FramePrefix.Bytes + length)[..(FramePrefix.Bytes + length)];
        FramePrefix.Write(span, length);
        frame.WriteTo(span[FramePrefix.Bytes..]);
        Advance(span.Length);
    }

    /// <summary>Sends what was written. Completes when the client has room for more.</summary>
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
