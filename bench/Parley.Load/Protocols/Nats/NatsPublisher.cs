using System.Globalization;
using System.Text;

namespace Parley.Load.Protocols.Nats;

/// <summary>Publishes texts to one subject.</summary>
internal sealed class NatsPublisher(NatsConnection connection, string subject, string? reply, IMember member)
{
    private byte[] _message = [];
    private int _textBytes = -1;
    private bool _blocked;

    public bool TryPublish(ReadOnlySpan<byte> text)
    {
        _blocked = !connection.CanPublish;
        if (_blocked)
        {
            return false;
        }

        if (text.Length != _textBytes)
        {
            _textBytes = text.Length;
            var line = string.Create(CultureInfo.InvariantCulture, $"PUB {subject} {(reply is null ? "" : reply + " ")}{text.Length}\r\n");
            _message = [.. Encoding.ASCII.GetBytes(line), .. new byte[text.Length], .. "\r\n"u8];
        }

        text.CopyTo(_message.AsSpan(_message.Length - text.Length - 2));
        connection.Write(_message);
        return true;
    }

    public void Unblock()
    {
        if (_blocked)
        {
            _blocked = false;
            member.Unblocked();
        }
    }
}
