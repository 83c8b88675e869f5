using System.Text;

namespace Parley.Server.Frames;

/// <summary>A text that a client sends again and again, such as the name of a room. It is decoded only when it changes.</summary>
internal sealed class RepeatedText
{
    private byte[] _bytes = [];
    private string _text = "";

    /// <summary>Decodes the text.</summary>
    /// <param name="bytes">Valid UTF-8.</param>
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.SequenceEqual(_bytes))
        {
            (_bytes, _text) = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        }

        return _text;
    }
}
