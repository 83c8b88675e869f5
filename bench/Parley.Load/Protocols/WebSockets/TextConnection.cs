using System.Text;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.WebSockets;

/// <summary>Sends <c>user TAB text</c> and receives <c>user TAB text TAB unixSeconds</c>. The path names the room.</summary>
internal sealed class TextConnection(ILink link, string host) : WebSocketConnection(link, host)
{
    private const byte Tab = (byte)'\t';

    private readonly ByteQueue _partial = new();
    private byte[] _message = [];
    private int _textBytes = -1;

    protected override string Path(string room) => $"/{room}";

    protected override void Upgraded() => Member.Joined();

    protected override void Received(ReadOnlySpan<byte> chunk, bool endsMessage)
    {
        if (endsMessage && _partial.Count == 0)
        {
            HandleMessage(chunk);
            return;
        }

        _partial.Add(chunk);
        if (endsMessage)
        {
            HandleMessage(_partial.Waiting);
            _partial.Remove(_partial.Count);
        }
    }

    protected override void Post(ReadOnlySpan<byte> text)
    {
        if (text.Length != _textBytes)
        {
            _textBytes = text.Length;
            _message = [.. Encoding.ASCII.GetBytes(Request.User), Tab, .. new byte[text.Length]];
        }

        text.CopyTo(_message.AsSpan(_message.Length - text.Length));
        Send(WebSocketOpcode.Text, _message);
    }

    private void HandleMessage(ReadOnlySpan<byte> message)
    {
        var text = message[(message.IndexOf(Tab) + 1)..];
        Member.Received(text[..Math.Max(0, text.IndexOf(Tab))], Link.ArrivedAt);
    }
}
