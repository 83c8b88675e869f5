using System.Buffers;
using System.Text;

namespace Parley.Server.Contracts.Http;

/// <summary>Encodes text as UTF-8 into a buffer. What was written is in the buffer once the writer is flushed or disposed.</summary>
internal sealed class Utf8TextWriter(IBufferWriter<byte> output) : TextWriter
{
    private const int BufferCharacters = 1_024;

    private readonly char[] _buffer = ArrayPool<char>.Shared.Rent(BufferCharacters);
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private int _used;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (_used == _buffer.Length)
        {
            Encode(isLast: false);
        }

        _buffer[_used++] = value;
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_used == _buffer.Length)
            {
                Encode(isLast: false);
            }

            var count = Math.Min(buffer.Length, _buffer.Length - _used);
            buffer[..count].CopyTo(_buffer.AsSpan(_used));
            _used += count;
            buffer = buffer[count..];
        }
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Flush() => Encode(isLast: true);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Flush();
            ArrayPool<char>.Shared.Return(_buffer);
        }

        base.Dispose(disposing);
    }

    private void Encode(bool isLast)
    {
        _encoder.Convert(_buffer.AsSpan(0, _used), output, flush: isLast, out _, out _);
        _used = 0;
    }
}
