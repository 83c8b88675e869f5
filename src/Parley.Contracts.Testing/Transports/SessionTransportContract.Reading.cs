using System.Buffers.Binary;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Transports;

namespace Parley.Contracts.Testing.Transports;

public abstract partial class SessionTransportContract
{
    /// <summary>Frames that arrive together are read one after the other, in order.</summary>
    [Fact]
    public async Task Read_FramesSentTogether_ComeInOrder()
    {
        var frames = Enumerable.Range(0, 100).Select(TestFrames.Numbered).ToList();

        await SendAsync([.. frames.SelectMany(TestFrames.Framed)]);

        foreach (var frame in frames)
        {
            Assert.Equal(frame, await ReadFrameAsync());
        }
    }

    /// <summary>A frame is read once it is complete, wherever the connection cuts it.</summary>
    [Fact]
    public async Task Read_FrameSentByteByByte_IsOneFrame()
    {
        var reading = ReadFrameAsync();
        foreach (var part in TestFrames.Framed(TestFrames.Numbered(1)))
        {
            Assert.False(reading.IsCompleted);
            await SendAsync([part]);
        }

        Assert.Equal(TestFrames.Numbered(1), await reading);
    }

    /// <summary>A client that has nothing more to send is read to its last frame.</summary>
    [Fact]
    public async Task Read_ClientCompletes_EndsAfterTheLastFrame()
    {
        await SendAsync(TestFrames.Framed(TestFrames.Numbered(1)));
        await Client.CompleteAsync().InTime();

        Assert.Equal(TestFrames.Numbered(1), await ReadFrameAsync());
        Assert.Equal(ReadEnd.Completed, (await ReadAsync()).End);
    }

    /// <summary>A client that ends its side within a frame has sent something that is not a frame.</summary>
    [Fact]
    public async Task Read_ClientCompletesWithinAFrame_IsMalformed()
    {
        await SendAsync(TestFrames.Framed(TestFrames.Numbered(1))[..^1]);
        await Client.CompleteAsync().InTime();

        Assert.Equal(ReadEnd.Malformed, (await ReadAsync()).End);
    }

    /// <summary>A frame at the limit is read.</summary>
    [Fact]
    public async Task Read_FrameAtTheLimit_IsRead()
    {
        var sending = SendAsync(TestFrames.OfPayload(ProtocolLimits.FrameBytes));

        Assert.Equal(ReadEnd.None, (await ReadAsync()).End);
        await sending;
    }

    /// <summary>A frame one byte over the limit ends the reading.</summary>
    [Fact]
    public async Task Read_FrameOverTheLimit_IsTooLarge()
    {
        var sending = SendAsync(TestFrames.OfPayload(ProtocolLimits.FrameBytes + 1));

        Assert.Equal(ReadEnd.TooLarge, (await ReadAsync()).End);
        await sending;
    }

    /// <summary>A frame length that cannot be represented ends the reading, and its bytes are never waited for.</summary>
    [Fact]
    public async Task Read_LengthBeyondCounting_Ends()
    {
        var prefix = new byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(prefix.AsSpan(1), uint.MaxValue);

        await SendAsync(prefix);

        Assert.True((await ReadAsync()).End is ReadEnd.TooLarge or ReadEnd.Broken);
    }

    /// <summary>The wait for a frame can be ended while the client is still there.</summary>
    [Fact]
    public async Task Read_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        var reading = Server.ReadAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(reading.InTime);
        Assert.False(Server.Gone.IsCancellationRequested);
    }

    /// <summary>A client that vanishes is noticed, and ends the reading.</summary>
    [Fact]
    public async Task Read_ClientVanishes_Ends()
    {
        var gone = new TaskCompletionSource();
        using var registration = Server.Gone.Register(gone.SetResult);
        var reading = ReadAsync();

        Client.Break();

        Assert.True((await reading).End is ReadEnd.Gone or ReadEnd.Broken);
        await gone.Task.InTime();
    }

    private async Task<ClientFrame> ReadFrameAsync()
    {
        var read = await ReadAsync();
        Assert.Equal(ReadEnd.None, read.End);
        return ClientFrame.Parser.ParseFrom(read.Frame);
    }
}
