using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Redis;

/// <summary>Sends texts as the last word of an otherwise fixed command.</summary>
internal sealed class RedisSender(ILink link, IMember member, params string[] words)
{
    private const int MaxPending = 1 << 18;

    private byte[] _command = [];
    private int _textBytes = -1;
    private bool _blocked;

    public bool TrySend(ReadOnlySpan<byte> text)
    {
        _blocked = link.Pending > MaxPending;
        if (_blocked)
        {
            return false;
        }

        if (text.Length != _textBytes)
        {
            _textBytes = text.Length;
            _command = RedisCommand.Create([.. words, new string('x', text.Length)]);
        }

        text.CopyTo(_command.AsSpan(_command.Length - RedisCommand.LineEndBytes - text.Length));
        link.Queue(_command);
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
