namespace Parley.Protocol.Characters;

/// <summary>What came before a hidden character, which says whether it belongs there.</summary>
internal struct HiddenContext
{
    private int _base;
    private bool _hasSelector;

    /// <summary>True if a hidden character belongs to what came before it.</summary>
    /// <param name="code">The hidden character.</param>
    /// <param name="next">The character after it; 0 if there is none.</param>
    public readonly bool Accepts(int code, int next) => code switch
    {
        CharacterSets.ZeroWidthJoiner =>
            (CharacterSets.Pictographs.Contains(_base) && CharacterSets.Pictographs.Contains(next))
            || CharacterSets.JoinedScripts.Contains(_base),
        CharacterSets.ZeroWidthNonJoiner => CharacterSets.JoinedScripts.Contains(_base),
        _ => CharacterSets.IsSelector(code) && !_hasSelector && Selects(code, next),
    };

    /// <summary>Moves past a character that stays as it is.</summary>
    public void Keep(int code)
    {
        if (CharacterSets.IsSelector(code))
        {
            _hasSelector = true;
        }
        else
        {
            // A skin tone changes the pictograph before it, and alone is none.
            var isAlone = CharacterSets.IsSkinTone(code) && !CharacterSets.Pictographs.Contains(_base);
            (_base, _hasSelector) = (isAlone ? 0 : code, false);
        }
    }

    /// <summary>Moves past a character that is replaced.</summary>
    public void Replace() => (_base, _hasSelector) = (0, false);

    private readonly bool Selects(int code, int next) => code switch
    {
        CharacterSets.TextStyle or CharacterSets.EmojiStyle =>
            CharacterSets.Pictographs.Contains(_base) || (next == CharacterSets.Keycap && CharacterSets.IsKey(_base)),
        <= 0x180F => CharacterSets.MongolianLetters.Contains(_base),
        < CharacterSets.TextStyle => CharacterSets.Varied.Contains(_base),
        _ => CharacterSets.Ideographs.Contains(_base),
    };
}
