using System.Buffers;
using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Rooms.Contents;
using Parley.Server.Frames;

namespace Parley.Server.Tests.Frames;

/// <summary>What is read without the generated types is what they would have read.</summary>
public sealed class MessagePostReaderTests
{
    private readonly MessagePostReader _reader = new();

    [Theory]
    [InlineData("room", "id", "hello", null)]
    [InlineData("room", "id", "", 0L)]
    [InlineData("", "", "ä🎉\0", 7L)]
    [InlineData("room", "id", "hello", -1L)]
    [InlineData("room", "id", "hello", long.MaxValue)]
    public void TryRead_Message_IsRead(string room, string commandId, string text, long? expected)
    {
        var frame = Frame(room, commandId, new Content { Message = new Message { Text = text } }, expected);

        Assert.True(_reader.TryRead(new ReadOnlySequence<byte>(frame.ToByteArray()), out var post));

        Assert.Equal((room, commandId, expected), (post.Room, post.CommandId, post.ExpectedSequence));
        Assert.Equal(MessageContent.Encode(text), post.Content);
    }

    [Fact]
    public void TryRead_FrameInSegments_IsRead()
    {
        var bytes = Frame("room", "id", new Content { Message = new Message { Text = "hello" } }, 7).ToByteArray();
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            Assert.True(_reader.TryRead(Segments(bytes[..cut], bytes[cut..]), out var post));
            Assert.Equal(("room", "id", 7), (post.Room, post.CommandId, post.ExpectedSequence));
        }
    }

    [Fact]
    public void TryRead_AnythingElse_IsLeftToTheGeneratedType()
    {
        var custom = new Content { Custom = new Custom { Type = "add" } };

        Assert.All(
            [
                new ClientFrame(),
                new ClientFrame { Ping = new Ping() },
                new ClientFrame { Post = new Post { Room = "room", CommandId = "id" } },
                Frame("room", "id", custom, null),
            ],
            frame => Assert.False(_reader.TryRead(new ReadOnlySequence<byte>(frame.ToByteArray()), out _)));
    }

    [Fact]
    public void TryRead_DamagedFrames_IsFalseOrWhatTheGeneratedTypeReads()
    {
        var read = 0;
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var bytes = Frame(
                $"room-{random.Next(3)}",
                $"{random.Next()}",
                new Content { Message = new Message { Text = new string('x', random.Next(200)) } },
                random.Next(3) == 0 ? random.Next(1_000) : null).ToByteArray();
            for (var i = random.Next(3); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (_reader.TryRead(new ReadOnlySequence<byte>(bytes), out var post))
            {
                read++;
                var expected = ClientFrame.Parser.ParseFrom(bytes).Post;
                Assert.True(
                    (expected.Room, expected.CommandId) == (post.Room, post.CommandId)
                    && post.ExpectedSequence == (expected.HasExpectedSequence ? expected.ExpectedSequence : null)
                    && expected.Content.ToByteArray().AsSpan().SequenceEqual(post.Content),
                    $"seed {seed}: {expected}");
            }
        }

        Assert.InRange(read, 7_000, 19_000);
    }

    private static ClientFrame Frame(string room, string commandId, Content content, long? expected)
    {
        var post = new Post { Room = room, CommandId = commandId, Content = content };
        if (expected is { } sequence)
        {
            post.ExpectedSequence = sequence;
        }

        return new ClientFrame { Post = post };
    }

    private static ReadOnlySequence<byte> Segments(byte[] first, byte[] second)
    {
        var start = new Segment(first, null);
        var end = new Segment(second, start);
        return new ReadOnlySequence<byte>(start, 0, end, second.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? previous)
        {
            Memory = bytes;
            RunningIndex = previous is null ? 0 : previous.RunningIndex + previous.Memory.Length;
            if (previous is not null)
            {
                previous.Next = this;
            }
        }
    }
}
