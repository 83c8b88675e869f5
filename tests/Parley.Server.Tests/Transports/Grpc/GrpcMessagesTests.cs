using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Parley.Server.Transports.Grpc;
using Parley.Testing;

namespace Parley.Server.Tests.Transports.Grpc;

public sealed class GrpcMessagesTests
{
    private const int MaxBytes = 1_000;

    private readonly Pipe _body = new();

    [Fact]
    public async Task MoveNext_BytesInAnyPortions_TakesTheSameMessages()
    {
        byte[][] messages = [[], [1], [.. Enumerable.Range(0, MaxBytes).Select(i => (byte)i)], [2, 3], []];
        byte[] body = [.. messages.SelectMany(message => Frame(message))];
        for (var portion = 1; portion <= body.Length; portion = (portion * 3 / 2) + 1)
        {
            var pipe = new Pipe();
            var reading = ReadAllAsync(new GrpcMessages(pipe.Reader, null, MaxBytes));
            foreach (var chunk in body.Chunk(portion))
            {
                await pipe.Writer.WriteAsync(chunk);
            }

            await pipe.Writer.CompleteAsync();

            Assert.Equal(messages, await reading.Within("all messages"));
        }
    }

    [Fact]
    public async Task MoveNext_MessagesThatHaveArrived_AreTakenAtOnce()
    {
        await _body.Writer.WriteAsync((byte[])[.. Frame([1]), .. Frame([2]), .. Frame([3])[..4]]);
        var messages = new GrpcMessages(_body.Reader, null, MaxBytes);
        Assert.True(await messages.MoveNextAsync(CancellationToken.None));

        var second = messages.MoveNextAsync(CancellationToken.None);
        Assert.True(second.IsCompletedSuccessfully);
        Assert.Equal([2], messages.Current.ToArray());
        Assert.False(messages.MoveNextAsync(CancellationToken.None).IsCompleted);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task MoveNext_Compressed_IsDecompressed(string encoding)
    {
        byte[] message = [.. Enumerable.Repeat((byte)7, MaxBytes)];
        await _body.Writer.WriteAsync((byte[])[.. Frame(Compress(message, encoding), isCompressed: true), .. Frame([1])]);
        await _body.Writer.CompleteAsync();

        Assert.Equal([message, [1]], await ReadAllAsync(new GrpcMessages(_body.Reader, encoding, MaxBytes)));
    }

    [Fact]
    public Task MoveNext_LargerThanTheLimit_IsRefused() =>
        RefusesAsync(Frame(new byte[MaxBytes + 1])[..10], null, StatusCode.ResourceExhausted);

    [Fact]
    public Task MoveNext_LengthBeyondAnInt_IsRefused() =>
        RefusesAsync([0, 0xFF, 0xFF, 0xFF, 0xFF], null, StatusCode.ResourceExhausted);

    [Fact]
    public Task MoveNext_LargerThanTheLimitOnceDecompressed_IsRefused() => RefusesAsync(
        Frame(Compress(new byte[MaxBytes + 1], "gzip"), isCompressed: true), "gzip", StatusCode.ResourceExhausted);

    [Theory]
    [InlineData(null)]
    [InlineData("snappy")]
    public Task MoveNext_UnknownCompression_IsRefused(string? encoding) =>
        RefusesAsync(Frame([1], isCompressed: true), encoding, StatusCode.Unimplemented);

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public Task MoveNext_CutOff_IsRefused(int bytes) => RefusesAsync(Frame([1, 2, 3])[..bytes], null, StatusCode.Internal);

    [Fact]
    public async Task MoveNext_DamagedCompression_IsInvalid()
    {
        await _body.Writer.WriteAsync(Frame([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], isCompressed: true));

        await Assert.ThrowsAsync<InvalidDataException>(
            () => new GrpcMessages(_body.Reader, "gzip", MaxBytes).MoveNextAsync(CancellationToken.None).AsTask());
    }

    private async Task RefusesAsync(byte[] body, string? encoding, StatusCode code)
    {
        await _body.Writer.WriteAsync(body);
        await _body.Writer.CompleteAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => ReadAllAsync(new GrpcMessages(_body.Reader, encoding, MaxBytes)));

        Assert.Equal(code, refused.StatusCode);
    }

    private static async Task<List<byte[]>> ReadAllAsync(GrpcMessages messages)
    {
        var all = new List<byte[]>();
        while (await messages.MoveNextAsync(CancellationToken.None))
        {
            all.Add(messages.Current.ToArray());
        }

        return all;
    }

    private static byte[] Frame(byte[] message, bool isCompressed = false)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static byte[] Compress(byte[] message, string encoding)
    {
        var compressed = new MemoryStream();
        using (Stream stream = encoding == "gzip"
            ? new GZipStream(compressed, CompressionLevel.Fastest)
            : new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            stream.Write(message);
        }

        return compressed.ToArray();
    }
}
