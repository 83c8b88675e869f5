using System.Text;
using Parley.Load.Sockets;

namespace Parley.Load.Tests.Protocols;

/// <summary>A connection without a socket: it keeps queued bytes, and delivers bytes in pieces as a socket would.</summary>
internal sealed class FakeLink : ILink
{
    private readonly List<byte> _queued = [];

    public long ArrivedAt => 1;

    public bool IsTls => false;

    public int Pending { get; set; }

    public string Queued => Encoding.Latin1.GetString([.. _queued]);

    public void Queue(ReadOnlySpan<byte> bytes) => _queued.AddRange(bytes);

    public void Forget() => _queued.Clear();

    public void Pause(bool paused)
    {
    }

    public void Close()
    {
    }

    /// <summary>Delivers bytes in pieces of the given sizes, in turn. Bytes not consumed are delivered again with the next piece.</summary>
    public static void Deliver(ILinkUser user, byte[] bytes, IReadOnlyList<int> pieces)
    {
        var kept = new ByteQueue();
        for (var (at, i) = (0, 0); at < bytes.Length; i++)
        {
            var piece = Math.Min(pieces[i % pieces.Count], bytes.Length - at);
            kept.Add(bytes.AsSpan(at, piece));
            at += piece;
            kept.Remove(user.Received(kept.Waiting));
        }

        Assert.Equal(0, kept.Count);
    }
}
