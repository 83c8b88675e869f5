using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Parley.Engine.Feeds;
using Parley.Protocol;
using Parley.Protocol.Chat;
using Parley.Rooms;
using Parley.Server.Operations;

namespace Parley.Server.Endpoints.Tutorial;

/// <summary>One open <c>JoinChat</c>: reads posts and writes the feed, both at once, until one of them ends it.</summary>
internal sealed class TutorialStream(
    IAsyncStreamReader<ChatMessage> input, PipeWriter output, Follower follower, PostQueue posts, ILogger logger)
{
    private static readonly Status FellOut = new(
        StatusCode.ResourceExhausted,
        "This stream reads too slowly: messages it has not read are no longer kept. Join again to go on from now.");

    private static readonly Status FrameTooLarge = new(
        StatusCode.ResourceExhausted, $"The frame is larger than {Limits.FrameBytes} bytes. Send the text in parts.");

    private static readonly Status ShuttingDown = new(StatusCode.Unavailable, "The server is shutting down. Join again in a moment.");
    private static readonly Status NoAnswer = new(StatusCode.Unavailable, "The room did not answer. Join again in a moment.");
    private static readonly Status Gone = new(StatusCode.Cancelled, "The client is gone.");

    private volatile Farewell? _farewell;

    /// <summary>Completes when the stream has ended.</summary>
    /// <param name="drain">When the server shuts down.</param>
    /// <param name="gone">Fires when the client is gone or its deadline has passed.</param>
    /// <returns>Why the stream ended; OK if the client left.</returns>
    public async Task<Status> RunAsync(Drain drain, CancellationToken gone)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(drain.Begun, gone);
        using var cut = drain.Expired.UnsafeRegister(static writer => ((PipeWriter)writer!).CancelPendingFlush(), output);
        var receiving = ReceiveAsync(reading.Token);
        var status = await SendAsync();
        await reading.CancelAsync();
        await receiving;
        return status;
    }

    /// <summary>Posts what the client sends. When that ends, says after which event the stream may end, and how.</summary>
    private async Task ReceiveAsync(CancellationToken stopped)
    {
        Status status;
        try
        {
            status = await ReadAsync(stopped);
            await posts.FlushAsync();
        }
        catch (Exception exception)
        {
            TutorialLog.PostFailed(logger, exception);
            status = NoAnswer;
        }

        _farewell = new Farewell(posts.LastSequence, status);
        follower.Signal();
    }

    private async Task<Status> ReadAsync(CancellationToken stopped)
    {
        try
        {
            while (true)
            {
                var next = input.MoveNext(stopped);
                if (!next.IsCompleted)
                {
                    await posts.SendUnlessAsync(next);
                }

                if (!await next)
                {
                    return Status.DefaultSuccess;
                }

                var post = new Post(input.Current.UserId, input.Current.Text);
                if (ChatRules.Check(post) is { } rejection)
                {
                    return new Status(StatusCode.InvalidArgument, rejection.Reason);
                }

                await posts.AddAsync(post);
            }
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            return new Status(StatusCode.InvalidArgument, $"Not a valid chat.ChatMessage: {exception.Message}");
        }
        catch (RpcException exception)
        {
            return exception.StatusCode == StatusCode.ResourceExhausted ? FrameTooLarge : exception.Status;
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            return ShuttingDown;
        }
        catch (IOException)
        {
            // Either the client is gone and nobody reads this, or the length of a frame is beyond what can be counted.
            return FrameTooLarge;
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            return Gone;
        }
    }

    /// <summary>Writes the feed at the speed the client accepts.</summary>
    private async Task<Status> SendAsync()
    {
        while (_farewell is not { } farewell || follower.Position < farewell.After)
        {
            switch (follower.Read(output))
            {
                case FeedRead.Frames:
                    if (await output.FlushAsync() is { IsCompleted: true } or { IsCanceled: true })
                    {
                        return Gone;
                    }

                    break;
                case FeedRead.FellOut:
                    return FellOut;
                default:
                    await follower.WaitAsync();
                    break;
            }
        }

        return _farewell.Status;
    }

    /// <summary>The end of the stream once the event with sequence <paramref name="After"/> was written.</summary>
    private sealed record Farewell(long After, Status Status);
}
