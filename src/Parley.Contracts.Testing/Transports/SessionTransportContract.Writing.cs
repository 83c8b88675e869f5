using System.IO.Pipelines;
using Parley.Server.Transports;

namespace Parley.Contracts.Testing.Transports;

public abstract partial class SessionTransportContract
{
    private const int ChunkBytes = 65_536;

    // No transport may hold this much for a client that does not read.
    private const int MaxChunks = 512;

    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(500);

    /// <summary>What is written arrives as it was written: complete and in order.</summary>
    [Fact]
    public async Task Write_ManyBytes_ArriveInOrder()
    {
        var sent = new byte[1_000_003];
        new Random(1).NextBytes(sent);

        var writing = WriteAsync(sent);
        var received = new byte[sent.Length];
        await Client.ReadAsync(received).InTime();

        await writing.InTime();
        Assert.Equal(sent, received);
    }

    /// <summary>Frames go both ways at once.</summary>
    [Fact]
    public async Task Write_WhileReading_NeitherWaitsForTheOther()
    {
        var sent = new byte[ChunkBytes];
        var reading = ReadFrameAsync();
        var writing = WriteAsync(sent);

        await Client.ReadAsync(new byte[ChunkBytes]).InTime();
        await writing.InTime();
        Assert.False(reading.IsCompleted);
        await SendAsync(TestFrames.Framed(TestFrames.Numbered(1)));

        Assert.Equal(TestFrames.Numbered(1), await reading);
    }

    /// <summary>A client that does not read holds the writer up, and gets everything once it reads.</summary>
    [Fact]
    public async Task Flush_ClientDoesNotRead_WaitsAndLosesNothing()
    {
        var (flush, chunks) = await WriteUntilStalledAsync();

        var received = new byte[chunks * ChunkBytes];
        await Client.ReadAsync(received).InTime();

        Assert.False((await flush.InTime()).IsCompleted);
        Assert.All(received.Chunk(ChunkBytes).Index(), chunk => Assert.All(chunk.Item, value => Assert.Equal((byte)chunk.Index, value)));
    }

    /// <summary>A writer that waits for its client can be released.</summary>
    [Fact]
    public async Task Flush_CancelledWhileItWaits_Completes()
    {
        var (flush, _) = await WriteUntilStalledAsync();

        Server.Output.CancelPendingFlush();

        await flush.InTime();
    }

    /// <summary>A client that vanishes releases the writer that waits for it, and the writer learns that the client is gone.</summary>
    [Fact]
    public async Task Flush_ClientVanishesWhileItWaits_ReportsCompletion()
    {
        var (flush, _) = await WriteUntilStalledAsync();

        Client.Break();

        await flush.InTime();
        await AssertOutputCompletedAsync();
    }

    /// <summary>A client that was cut off releases the writer that waits for it.</summary>
    [Fact]
    public async Task Abort_WhileTheWriterWaits_ReleasesItAndBreaksTheConnection()
    {
        var (flush, _) = await WriteUntilStalledAsync();

        Server.Abort();

        await flush.InTime();
        await AssertOutputCompletedAsync();
        Assert.Equal(TransportEnd.Broken, await Client.ReadEndAsync().InTime());
    }

    /// <summary>A client that left receives everything that was written, and then sees no error.</summary>
    [Fact]
    public async Task Finish_ClientLeft_EndsWithoutErrorAfterEverything()
    {
        await Client.CompleteAsync().InTime();
        await WriteAsync(new byte[1_000]).InTime();

        await FinishAsync(Farewell.ByClient);

        await Client.ReadAsync(new byte[1_000]).InTime();
        Assert.Equal(TransportEnd.Left, await Client.ReadEndAsync().InTime());
    }

    /// <summary>
    /// A client whose session the server ends receives everything that was written, and then sees that the server ended it.
    /// </summary>
    [Fact]
    public async Task Finish_WithReason_EndsRefusedAfterEverything()
    {
        await WriteAsync(new byte[1_000]).InTime();

        await FinishAsync(Refusal);

        await Client.ReadAsync(new byte[1_000]).InTime();
        Assert.Equal(TransportEnd.Refused, await Client.ReadEndAsync().InTime());
    }

    // The flush that waited may complete without knowing why. One that begins later knows.
    private async Task AssertOutputCompletedAsync()
    {
        var gone = new TaskCompletionSource();
        using var registration = Server.Gone.Register(gone.SetResult);
        await gone.Task.InTime();
        Assert.True((await Server.Output.WriteAsync(new byte[1]).AsTask().InTime()).IsCompleted);
    }

    private async Task WriteAsync(byte[] bytes)
    {
        foreach (var chunk in bytes.Chunk(ChunkBytes))
        {
            await Server.Output.WriteAsync(chunk);
        }
    }

    /// <summary>Writes chunks, each filled with its number, until a flush waits.</summary>
    private async Task<(Task<FlushResult> Flush, int Chunks)> WriteUntilStalledAsync()
    {
        for (var chunk = 0; chunk < MaxChunks; chunk++)
        {
            Server.Output.GetSpan(ChunkBytes)[..ChunkBytes].Fill((byte)chunk);
            Server.Output.Advance(ChunkBytes);
            var flush = Server.Output.FlushAsync().AsTask();
            if (await Task.WhenAny(flush, Task.Delay(Stall, TimeProvider.System)) != flush)
            {
                return (flush, chunk + 1);
            }
        }

        throw new InvalidOperationException($"The transport took {(long)MaxChunks * ChunkBytes} bytes although its client reads nothing.");
    }

    private async Task FinishAsync(Farewell farewell)
    {
        await Server.FinishAsync(farewell).AsTask().InTime();
        await OnFinishedAsync();
    }

    /// <summary>Called after the transport is finished: lets a host complete the call that carries it.</summary>
    protected virtual ValueTask OnFinishedAsync() => ValueTask.CompletedTask;
}
