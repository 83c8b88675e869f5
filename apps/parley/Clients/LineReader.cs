using System.Text;
using Parley.Command.Execution;
using Parley.Protocol;

namespace Parley.Command.Clients;

/// <summary>
/// Lines of UTF-8 from a stream. They end with <c>\n</c> or <c>\r\n</c>, so that their numbers are those that <c>wc -l</c> and editors
/// count. A byte-order mark at the start is skipped.
/// </summary>
/// <param name="input">The stream.</param>
internal sealed class LineReader(Stream input)
{
    /// <summary>The most bytes of a line. No server takes texts nearly as long, and without a limit a line could fill the memory.</summary>
    public const int MaxLineBytes = 16 * ProtocolLimits.TextBytes;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _buffer = new byte[ProtocolLimits.TextBytes];
    private int _start;
    private int _end;
    private long _line;

    /// <summary>Reads the next line. Blocks until there is one.</summary>
    /// <returns><c>null</c> at the end of the input.</returns>
    /// <exception cref="CommandException">The line is too long, or not UTF-8.</exception>
    public string? ReadLine()
    {
        _line++;
        var searched = 0;
        while (true)
        {
            if (_buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n') is var index and >= 0)
            {
                var length = searched + index;
                CheckLength(length);
                return Take(length, length + 1);
            }

            searched = _end - _start;
            CheckLength(searched);
            if (!Fill())
            {
                return searched > 0 ? Take(searched, searched) : null;
            }
        }
    }

    private void CheckLength(int bytes)
    {
        if (bytes > MaxLineBytes)
        {
            throw CommandException.Failure($"line {_line} is too long: it has more than {MaxLineBytes} bytes.");
        }
    }

    /// <param name="length">The bytes of the line.</param>
    /// <param name="consumed">Its bytes with the <c>\n</c> at its end, if it has one.</param>
    private string Take(int length, int consumed)
    {
        var line = _buffer.AsSpan(_start, length);
        _start += consumed;
        line = consumed > length && line is [.., (byte)'\r'] ? line[..^1] : line;
        line = _line == 1 && line.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line;
        try
        {
            return Utf8.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            throw CommandException.Failure($"line {_line} is not UTF-8. Convert the input first, for example with iconv.");
        }
    }

    /// <summary>Reads more. False at the end of the input.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var read = input.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
