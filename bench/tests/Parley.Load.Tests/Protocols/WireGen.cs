using System.Text;
using CsCheck;

namespace Parley.Load.Tests.Protocols;

/// <summary>Generators of arbitrary texts and pieces.</summary>
internal static class WireGen
{
    /// <summary>Texts with delimiters that parsers look for; some texts are too long for short length fields.</summary>
    public static readonly Gen<List<string>> Texts = Gen.OneOf(
        Gen.Char["a\r\n$* \u001e\0\u007e"].Array[0, 12].Select(chars => new string(chars)),
        Gen.Char['a', 'z'].Array[100, 400].Select(chars => new string(chars))).List[1, 30];

    /// <summary>Sizes of the pieces in which the network delivers bytes.</summary>
    public static readonly Gen<List<int>> Pieces = Gen.OneOf(Gen.Int[1, 5], Gen.Int[1, 300], Gen.Int[1_000, 5_000]).List[1, 20];

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
