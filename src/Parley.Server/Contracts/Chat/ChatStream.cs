using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Protocol;
using Parley.Protocol.Chat;
using Parley.Rooms;
using Parley.Server.Operations;

namespace Parley.Server.Contracts.Chat;

/// <summary>One open <c>JoinChat</c>: reads posts and writes the feed, both at once, until one of them ends it.</summary>
internal sealed class ChatStream(
    IAsyncStreamReader<ChatMessage> input, HttpContext http, Follower follower, long joinedAt, AsyncSignal wake, PostQueue posts,
    ILogger logger)
{
    private static readonly Status NoLog = new(StatusCode.Unavailable, "The room's log cannot be read now. Join again in a moment.");

    private static readonly Status FrameTooLarge = new(
        StatusCode.ResourceExhausted, $"The frame is larger than {ProtocolLimits.FrameBytes} bytes. Send the text in parts.");

    private static readonly Status ShuttingDown = new(StatusCode.Unavailable, "The server is shutting down. Join again in a moment.");
    private static readonly Status Gone = new(StatusCode.Cancelled, "The client is gone.");

    // What goes out are framed bytes from the feed: this is the stream's one writer.
    private readonly PipeWriter _output = http.Response.BodyWriter;
    private volatile Farewell? _farewell;

    /// <summary>Completes when the stream has ended.</summary>
    /// <param name="drain">When the server shuts down.</param>
    /// <param name="gone">Fires when the client is gone or its deadline has passed.</param>
    /// <returns>Why the stream ended; OK if the client left.</returns>
    public async Task<Status> RunAsync(Drain drain, CancellationToken gone)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(drain.Begun, gone);
        using var cut = drain.Expired.UnsafeRegister(static stream => ((ChatStream)stream!).Cut(), this);
        posts.OnRefused = reading.Cancel;
        var receiving = ReceiveAsync(reading.Token, gone);
        try
        {
            return await SendAsync();
        }
        finally
        {
            await reading.CancelAsync();
            await receiving;
        }
    }

    // Some clients keep the connection of a reset stream open; at this point nothing on it is worth waiting for.
    private void Cut()
    {
        _output.CancelPendingFlush();
        http.Abort();
        http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
    }

    /// <summary>Posts what the client sends. When that ends, says after which event the stream may end, and how.</summary>
    private async Task ReceiveAsync(CancellationToken stopped, CancellationToken gone)
    {
        var status = await ReadAsync(stopped, gone);
        await posts.FlushAsync();
        var last = status.StatusCode == ShuttingDown.StatusCode ? follower.Head : Math.Max(posts.LastSequence, joinedAt);
        _farewell = new Farewell(last, posts.Refused is { } refused ? Refusal(refused) : status);
        wake.Wake();
    }

    private async Task<Status> ReadAsync(CancellationToken stopped, CancellationToken gone)
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

                var post = new PostCommand(input.Current.UserId, input.Current.Text);
                if (ChatRules.Validate(post) is { } rejection)
                {
                    return Refusal(rejection);
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
        catch (Exception) when (gone.IsCancellationRequested)
        {
            return Gone;
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

    /// <summary>Writes the feed, or the log while the client lags, at the speed the client accepts.</summary>
    private async Task<Status> SendAsync()
    {
        while (_farewell is not { } farewell || follower.Position < farewell.After)
        {
            var read = follower.Read(_output);
            if (read == FeedRead.AtHead)
            {
                await wake.WaitAsync();
                continue;
            }

            if (read == FeedRead.FellOut && !await TryReadLogAsync())
            {
                return NoLog;
            }

            if (await _output.FlushAsync() is { IsCompleted: true } or { IsCanceled: true })
            {
                return Gone;
            }
        }

        return _farewell.Status;
    }

    private async ValueTask<bool> TryReadLogAsync()
    {
        try
        {
            await follower.ReadLogAsync(_output);
            return true;
        }
        catch (RoomLogException exception)
        {
            ChatLogMessages.ReadFailed(logger, exception);
            return false;
        }
    }

    private static Status Refusal(Rejection rejection) => new(
        rejection.Code switch
        {
            ParleyCode.Unavailable => StatusCode.Unavailable,
            ParleyCode.StorageFull or ParleyCode.Overloaded => StatusCode.ResourceExhausted,
            _ => StatusCode.InvalidArgument,
        },
        rejection.Reason);

    /// <summary>The end of the stream once the event with sequence <paramref name="After"/> was written.</summary>
    private sealed record Farewell(long After, Status Status);
}
