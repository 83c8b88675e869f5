using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>Writes frames with their 5-byte length prefix. A session has one writer.</summary>
internal sealed class FrameWriter(PipeWriter output)
{
    private const int PrefixBytes = 5;

    /// <summary>Receives whole frames that are encoded already.</summary>
    public PipeWriter Output => output;

    public void Write(ServerFrame frame)
    {
        var size = frame.CalculateSize();
        var span = output.GetSpan(PrefixBytes + size)[..(PrefixBytes + size)];
        span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], size);
        frame.WriteTo(span[PrefixBytes..]);
        output.Advance(span.Length);
    }
}
