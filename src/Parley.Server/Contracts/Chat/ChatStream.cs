using Grpc.Core;
using Microsoft.Extensions.Logging;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Rooms.Kinds.Chat;
using Parley.Server.Operations;
using Parley.Server.Refusals;
using Parley.Server.Transports;
using Parley.Server.Transports.Grpc;

namespace Parley.Server.Contracts.Chat;

/// <summary>One open <c>JoinChat</c>: reads posts and writes the feed at the same time, until either ends.</summary>
/// <remarks>It sends framed bytes from the feed. <see cref="SendAsync"/> is the stream's one writer.</remarks>
internal sealed class ChatStream(
    GrpcDuplex duplex, Follower follower, long joinedAt, AsyncSignal wake, ChatPosts posts, ILogger logger)
{
    private static readonly Status FrameTooLarge = new(
        StatusCode.ResourceExhausted, $"The frame is larger than {ProtocolLimits.FrameBytes} bytes. Send the text in parts.");

    private static readonly Status ShuttingDown = new(StatusCode.Unavailable, "The server is shutting down. Join again in a moment.");
    private static readonly Status Gone = new(StatusCode.Cancelled, "The client is gone.");

    private readonly ChatMessageReader _messages = new();
    private volatile ChatEnd? _end;
    private volatile bool _isCutShort;

    /// <summary>Completes when the stream has ended.</summary>
    /// <returns>Why it ended; OK if the client left.</returns>
    public async Task<Status> RunAsync(Drain drain)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(drain.Begun, duplex.Gone);
        using var gone = duplex.Gone.UnsafeRegister(static stream => ((ChatStream)stream!).CutShort(), this);
        using var cut = drain.Expired.UnsafeRegister(static stream => ((ChatStream)stream!).Cut(), this);
        posts.OnRefused = reading.Cancel;
        var receiving = ReceiveAsync(reading.Token);
        try
        {
            var status = await SendAsync();
            return duplex.IsPastDeadline ? GrpcStatuses.PastDeadline : status;
        }
        finally
        {
            await reading.CancelAsync();
            await receiving;
        }
    }

    private void Cut()
    {
        CutShort();
        duplex.Abort();
    }

    /// <summary>Ends the writer's flush, which may wait for the client.</summary>
    private void CutShort()
    {
        _isCutShort = true;
        duplex.Output.CancelPendingFlush();
    }

    /// <summary>Posts what the client sends. When that ends, determines after which event the stream ends, and how.</summary>
    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var status = await ReadAsync(cancellationToken);
        await posts.FlushAsync();

        // A shutdown delivers all there is. Otherwise the client still gets its history and the echoes of its own posts.
        var last = status.StatusCode == ShuttingDown.StatusCode ? follower.Head : Math.Max(posts.LastSequence, joinedAt);
        _end = new ChatEnd(last, posts.Refusal is { } refusal ? ToStatus(refusal) : status);
        wake.Wake();
    }

    private async Task<Status> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var next = duplex.MoveNextAsync(cancellationToken);
                if (!next.IsCompleted)
                {
                    await posts.WaitForRoomAsync();
                    if (!next.IsCompleted)
                    {
                        // Nothing has arrived during the wait. If something had, it would have gone into the same batch.
                        posts.Send();
                    }
                }

                if (!await next)
                {
                    return Status.DefaultSuccess;
                }

                var post = _messages.Read(duplex.Current);
                if ((PostRules.Validate(post) ?? ChatRules.Validate(post.Content.Span)) is { } rejection)
                {
                    return ToStatus(rejection);
                }

                await posts.AddAsync(post);
            }
        }
        catch (Exception exception) when (duplex.TryExplain(exception, cancellationToken, out var failure))
        {
            return ToStatus(failure);
        }
    }

    /// <summary>Writes the feed, or the log while the client lags, at the speed the client accepts.</summary>
    private async Task<Status> SendAsync()
    {
        while (_end is not { } end || follower.Position < end.After)
        {
            var read = follower.Read(duplex.Output);
            if (read == FeedRead.AtHead)
            {
                await wake.WaitAsync();
                continue;
            }

            if (read == FeedRead.Lagging && await TryReadLogAsync() is { } rejection)
            {
                return ToStatus(rejection);
            }

            // Kestrel does not report that a flush was cancelled if the flush had to wait, hence the flag.
            if (await duplex.Output.FlushAsync() is { IsCompleted: true } or { IsCanceled: true } || _isCutShort)
            {
                return Gone;
            }
        }

        return _end.Status;
    }

    /// <summary>Writes a page of the log.</summary>
    /// <returns>Why it could not be read; <c>null</c> if it was.</returns>
    private async ValueTask<Rejection?> TryReadLogAsync()
    {
        try
        {
            await follower.ReadLogAsync(duplex.Output);
            return null;
        }
        catch (RoomLogException exception)
        {
            return ReaderRefusal.Of(exception, logger);
        }
    }

    private static Status ToStatus(GrpcFailure failure) => failure.End switch
    {
        ReadEnd.None => ShuttingDown,
        ReadEnd.Malformed => failure.Status,
        ReadEnd.TooLarge or ReadEnd.Broken => FrameTooLarge,
        _ => Gone,
    };

    // The reasons of the room contract speak of command ids, which this contract does not have.
    private static Status ToStatus(Rejection rejection) => new(rejection.Code.ToStatusCode(), rejection.Code switch
    {
        ParleyCode.StorageFull => "The server has no space to store messages. Join again later.",
        ParleyCode.Unavailable when rejection.Reason is not (RefusalReasons.LogUnreadable or RefusalReasons.NoAnswer) =>
            "The server cannot store messages now. Join again in a moment.",
        _ => rejection.Reason,
    });

    /// <summary>The stream ends with a status once the event with sequence <paramref name="After"/> is written.</summary>
    private sealed record ChatEnd(long After, Status Status);
}
