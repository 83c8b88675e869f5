using System.Buffers;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using Parley.Protocol.V1;

namespace Parley.Micro;

/// <summary>Parses a client's frame of the Room contract.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    private ReadOnlySequence<byte> _post;
    private ReadOnlySequence<byte> _pong;

    [GlobalSetup]
    public void Prepare()
    {
        var content = new Content { Message = new Message { Text = Samples.Text(32) } };
        _post = new(new ClientFrame { Post = new Post { Room = Samples.Room, CommandId = "3f2c", Content = content } }.ToByteArray());
        _pong = new(new ClientFrame { Pong = new Pong() }.ToByteArray());
    }

    [Benchmark]
    public ClientFrame Post() => ClientFrame.Parser.ParseFrom(_post);

    [Benchmark]
    public ClientFrame Pong() => ClientFrame.Parser.ParseFrom(_pong);
}
