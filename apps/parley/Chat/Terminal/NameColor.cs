using System.Text;
using Spectre.Console;

namespace Parley.Command.Chat.Terminal;

/// <summary>Picks a colour for a name: the same on every run and machine, and readable on dark and light backgrounds.</summary>
internal static class NameColor
{
    private const uint OffsetBasis = 2_166_136_261;
    private const uint Prime = 16_777_619;

    private static readonly Color[] Palette =
        [.. new[] { 32, 36, 67, 70, 98, 103, 130, 133, 136, 161, 166, 168, 172, 203 }.Select(number => Color.FromInt32(number))];

    public static Color Of(string name) => Palette[Hash(name) % (uint)Palette.Length];

    /// <summary>FNV-1a, because <see cref="string.GetHashCode()"/> differs from run to run.</summary>
    private static uint Hash(string name)
    {
        var hash = OffsetBasis;
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ unit) * Prime);
        }

        return hash;
    }
}
