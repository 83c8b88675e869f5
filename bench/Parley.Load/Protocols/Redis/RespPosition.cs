namespace Parley.Load.Protocols.Redis;

/// <summary>Where in a reply the next token stands: how deep, and at which place among its siblings.</summary>
internal sealed class RespPosition
{
    private const int Deepest = 16;

    private readonly int[] _left = new int[Deepest];
    private readonly int[] _index = new int[Deepest];

    /// <summary>0 for a reply itself, 1 for its elements, and so on.</summary>
    public int Depth { get; private set; }

    /// <summary>Place among the siblings, from 0.</summary>
    public int Index => _index[Depth];

    /// <summary>Goes past a token, into it if it has elements; true if the reply is complete now.</summary>
    public bool Pass(in RespToken token)
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
