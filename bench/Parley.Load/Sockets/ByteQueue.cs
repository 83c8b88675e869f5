namespace Parley.Load.Sockets;

/// <summary>A queue of bytes. It allocates only to grow.</summary>
internal sealed class ByteQueue
{
    private const int MinBytes = 512;

    private byte[] _bytes = [];
    private int _start;

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Waiting => _bytes.AsSpan(_start, Count);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_start + Count + bytes.Length > _bytes.Length)
        {
            MakeRoom(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_start + Count));
        Count += bytes.Length;
    }

    public void Remove(int bytes)
    {
        Count -= bytes;
        _start = Count == 0 ? 0 : _start + bytes;
    }

    private void MakeRoom(int bytes)
    {
        var target = Count + bytes <= _bytes.Length / 2 ? _bytes : new byte[Math.Max(Math.Max(MinBytes, _bytes.Length * 2), Count + bytes)];
        _bytes.AsSpan(_start, Count).CopyTo(target);
        (_bytes, _start) = (target, 0);
    }
}
