using System.Buffers;
using Parley.Engine.Feeds;

namespace Parley.Micro;

/// <summary>Copies new events as soon as it is woken, as a stream does.</summary>
internal sealed class CopyingReader : IWakeable
{
    private readonly ArrayBufferWriter<byte> _output = new(65_536);

    public Follower? Follower { get; set; }

    public void Wake()
    {
        _output.ResetWrittenCount();
        Follower?.Read(_output);
    }
}
