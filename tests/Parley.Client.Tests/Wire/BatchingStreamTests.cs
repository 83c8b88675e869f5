using Parley.Client.Wire;
using Parley.Testing;

namespace Parley.Client.Tests.Wire;

public sealed class BatchingStreamTests
{
    [Fact]
    public async Task Flush_WhileTheSocketIsBusy_SendsTheRestInOnePiece()
    {
        var socket = new HeldStream();
        await using var stream = new BatchingStream(socket, default);
        await SendAsync(stream, 1, 2);
        await SendAsync(stream, 3);
        await SendAsync(stream, 4, 5);
        Assert.Equal([[1, 2]], socket.Written);

        socket.Release();

        await stream.DrainAsync().Within("the rest");
        Assert.Equal([[1, 2], [3, 4, 5]], socket.Written);
    }

    [Fact]
    public async Task Flush_AtMaxCollected_WaitsForTheSocket()
    {
        var socket = new HeldStream();
        await using var stream = new BatchingStream(socket, default);
        await SendAsync(stream, 1);
        await SendAsync(stream, new byte[BatchingStream.MaxCollected - 1]);

        await stream.WriteAsync(new byte[] { 2 });
        var flush = stream.FlushAsync();
        Assert.False(flush.IsCompleted);
        socket.Release();

        await flush.Within("the flush");
    }

    [Fact]
    public async Task Flush_AfterAFailure_Throws()
    {
        var socket = new HeldStream();
        await using var stream = new BatchingStream(socket, default);
        await SendAsync(stream, 1);
        await SendAsync(stream, 2);

        socket.Break();

        await Assert.ThrowsAsync<IOException>(() => stream.DrainAsync().Within("the failure"));
        await stream.WriteAsync(new byte[] { 3 });
        await Assert.ThrowsAsync<IOException>(() => stream.FlushAsync());
    }

    [Fact]
    public async Task Drain_UnflushedBytes_SendsThem()
    {
        var socket = new HeldStream();
        socket.Release();
        await using var stream = new BatchingStream(socket, default);

        await stream.WriteAsync(new byte[] { 1 });
        await stream.DrainAsync().Within("the end");

        Assert.Equal([[1]], socket.Written);
    }

    [Fact]
    public async Task Read_InPiecesOfAnySize_ReturnsTheSameBytes()
    {
        var bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        var random = new Random(2);
        await using var stream = new BufferingStream(new MemoryStream(bytes));
        var read = new List<byte>();

        while (true)
        {
            var buffer = new byte[random.Next(1, 60_000)];
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                break;
            }

            read.AddRange(buffer.AsSpan(0, count));
        }

        Assert.Equal(bytes, read);
    }

    private static async Task SendAsync(BatchingStream stream, params byte[] bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }
}
