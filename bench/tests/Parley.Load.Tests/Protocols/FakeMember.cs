using System.Text;
using Parley.Load.Protocols;

namespace Parley.Load.Tests.Protocols;

/// <summary>Records the events of a stream.</summary>
internal sealed class FakeMember : IMember
{
    public List<string> Texts { get; } = [];

    public int HasJoined { get; private set; }

    public int HasEnded { get; private set; }

    public int HasUnblocked { get; private set; }

    public int HasAcknowledged { get; private set; }

    public void Joined() => HasJoined++;

    public void Received(ReadOnlySpan<byte> text, long at) => Texts.Add(Encoding.Latin1.GetString(text));

    public void Acknowledged(long at) => HasAcknowledged++;

    public void Unblocked() => HasUnblocked++;

    public void Ended() => HasEnded++;
}
