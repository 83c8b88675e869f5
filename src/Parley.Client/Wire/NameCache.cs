using System.Text;

namespace Parley.Client.Wire;

/// <summary>Strings of the few rooms and users whose events come again and again, so that each is made once. For one thread.</summary>
internal sealed class NameCache
{
    private const int Size = 256;

    private readonly (byte[] Bytes, string Text)[] _names = new (byte[], string)[Size];

    public string Get(ReadOnlySpan<byte> bytes)
    {
        var hash = bytes.Length;
        foreach (var value in bytes)
        {
            hash = (hash * 31) + value;
        }

        ref var name = ref _names[hash & (Size - 1)];
        if (name.Bytes is null || !bytes.SequenceEqual(name.Bytes))
        {
            name = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        }

        return name.Text;
    }
}
