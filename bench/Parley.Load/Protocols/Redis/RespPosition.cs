namespace Parley.Load.Protocols.Redis;

/// <summary>The position of the next token in a reply: its depth, and its index among its siblings.</summary>
internal sealed class RespPosition
{
    private const int MaxDepth = 16;

    private readonly int[] _left = new int[MaxDepth];
    private readonly int[] _index = new int[MaxDepth];

    /// <summary>0 for a reply itself, 1 for its elements, and so on.</summary>
    public int Depth { get; private set; }

    /// <summary>Index among the siblings, from 0.</summary>
    public int Index => _index[Depth];

    /// <summary>Moves past a token, or into it if it has elements; true if the reply is complete.</summary>
    public bool Advance(in RespToken token)
    {
        if (token.Elements > 0)
        {
            Depth++;
            (_left[Depth], _index[Depth]) = (token.Elements, 0);
            return false;
        }

        while (Depth > 0)
        {
            _index[Depth]++;
            if (--_left[Depth] > 0)
            {
                return false;
            }

            Depth--;
        }

        return true;
    }
}
