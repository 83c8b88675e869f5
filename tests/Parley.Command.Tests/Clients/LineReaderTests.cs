using System.Text;
using Parley.Command.Clients;
using Parley.Command.Execution;

namespace Parley.Command.Tests.Clients;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("one\ntwo", "one", "two")]
    [InlineData("one\r\ntwo\r\n", "one", "two")]
    [InlineData("one\rdone\ntwo", "one\rdone", "two")]
    [InlineData("one\r", "one\r")]
    [InlineData("\n\none\n", "", "", "one")]
    [InlineData("nul\0\n", "nul\0")]
    [InlineData("\uFEFFone\n\uFEFFtwo", "one", "\uFEFFtwo")]
    [InlineData("Grüße 👋\n", "Grüße 👋")]
    [InlineData("\u2028\u0085\n", "\u2028\u0085")]
    public void ReadLine_AnyInput_EndsLinesAsWcDoes(string input, params string[] lines)
    {
        foreach (var chunk in new[] { 1, 2, 3, 1_000 })
        {
            Assert.Equal(lines, ReadAll(Encoding.UTF8.GetBytes(input), chunk));
        }
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', 0xFF, 0xFE, (byte)'\n' }, "line 2 is not UTF-8")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "line 1 is not UTF-8")]
    [InlineData(new byte[] { 0xC3 }, "line 1 is not UTF-8")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80, (byte)'\n' }, "line 1 is not UTF-8")]
    public void ReadLine_NotUtf8_IsRefused(byte[] input, string reason)
    {
        var exception = Assert.Throws<CommandException>(() => ReadAll(input, 1_000));

        Assert.StartsWith(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LineReader.MaxLineBytes, "", false)]
    [InlineData(LineReader.MaxLineBytes, "\n", false)]
    [InlineData(LineReader.MaxLineBytes + 1, "", true)]
    [InlineData(LineReader.MaxLineBytes + 1, "\n", true)]
    public void ReadLine_LongLine_IsRefusedBeyondTheLimit(int length, string end, bool isRefused)
    {
        var input = Encoding.UTF8.GetBytes("\n" + new string('x', length) + end);

        var exception = Record.Exception(() => ReadAll(input, 5_000));
        Assert.Equal(exception?.Message, Record.Exception(() => ReadAll(input, input.Length))?.Message);

        Assert.Equal(isRefused ? $"line 2 is too long: it has more than {LineReader.MaxLineBytes} bytes." : null, exception?.Message);
    }

    private static List<string> ReadAll(byte[] input, int chunk)
    {
        var reader = new LineReader(new ChunkedStream(input, chunk));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
