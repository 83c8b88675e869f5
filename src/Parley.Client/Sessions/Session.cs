using Grpc.Core;
using Microsoft.Extensions.Logging;
using Parley.Client.Frames;
using Parley.Client.Rooms;
using Parley.Protocol.V1;

namespace Parley.Client.Sessions;

/// <summary>One <c>Connect</c> call: the greeting, then a reader, a writer and a keep-alive, until one of them ends it.</summary>
/// <param name="calls">Opens the call.</param>
/// <param name="membership">Notified of joins, leaves and the end of the session.</param>
/// <param name="onWelcome">Called with the server's welcome, before anything else is sent.</param>
/// <param name="options">The options.</param>
/// <param name="log">The log.</param>
internal sealed class Session(
    SessionCalls calls, RoomMembership membership, Action<FrameQueue, Welcome> onWelcome, ParleyClientOptions options, ILogger log)
{
    private const int ProtocolVersion = 1;

    private readonly FrameQueue _queue = new();
    private long? _welcomed;
    private volatile bool _isSilent;

    /// <summary>True if the server welcomed the session more than <paramref name="time"/> ago.</summary>
    public bool LastedLongerThan(TimeSpan time) => _welcomed is { } welcomed && options.TimeProvider.GetElapsedTime(welcomed) > time;

    /// <summary>Runs the session to its end. Never throws: the end of a session is a value.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var call = calls.Open(stop.Token);
            var (welcome, end) = await GreetAsync(call).ConfigureAwait(false);
            if (welcome is null)
            {
                return end;
            }

            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            return await RunAsync(call, welcome, stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException)
        {
            // If something cancelled the call, that explains the exception, so it is checked first.
            return cancellationToken.IsCancellationRequested ? SessionEnd.Closed
                : _isSilent ? SessionEnd.Silent
                : timeout.IsCancellationRequested ? SessionEnd.NoWelcome
                : exception is RpcException failure ? SessionEnd.Of(failure)
                : SessionEnd.Ended;
        }
        catch (Exception exception)
        {
            log.SessionFailed(exception);
            return SessionEnd.Bug(exception);
        }
        finally
        {
            _queue.Complete();
        }
    }

    /// <summary>Sends the Hello and waits for the answer.</summary>
    /// <returns>The welcome; without one, the end.</returns>
    private async Task<(Welcome? Welcome, SessionEnd End)> GreetAsync(AsyncDuplexStreamingCall<ClientFrame, object> call)
    {
        var hello = new Hello { User = options.User, Client = options.ClientName, ProtocolVersion = ProtocolVersion };
        try
        {
            await call.RequestStream.WriteAsync(new() { Hello = hello }).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOver(exception))
        {
            // A server may refuse a call before the Hello is written. Reading finds out why.
        }

        while (await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            switch (call.ResponseStream.Current)
            {
                case ServerFrame { FrameCase: ServerFrame.FrameOneofCase.Welcome } frame:
                    return (frame.Welcome, SessionEnd.Ended);
                case ServerFrame { FrameCase: ServerFrame.FrameOneofCase.GoAway } frame:
                    return (null, SessionEnd.Of(frame.GoAway));
                case ServerFrame { FrameCase: ServerFrame.FrameOneofCase.Rejected } frame:
                    return (null, SessionEnd.Of(frame.Rejected));
            }
        }

        return (null, SessionEnd.Ended);
    }

    private async Task<SessionEnd> RunAsync(
        AsyncDuplexStreamingCall<ClientFrame, object> call, Welcome welcome, CancellationTokenSource stop)
    {
        _welcomed = options.TimeProvider.GetTimestamp();
        var keepAlive = new KeepAlive(welcome.HeartbeatSeconds, _queue, options.TimeProvider);
        var dispatcher = new FrameDispatcher(_queue, membership, keepAlive, options, log);
        onWelcome(_queue, welcome);
        var writing = WriteAsync(call.RequestStream, keepAlive, stop);
        var watching = WatchAsync(keepAlive, stop);
        try
        {
            return await dispatcher.ReadAsync(call.ResponseStream).ConfigureAwait(false);
        }
        finally
        {
            // In this order: received events are handed over before the rooms being left are ended; unanswered posts are taken back for
            // the next session; and only when the writer and the keep-alive have stopped may that session begin.
            dispatcher.Finish();
            membership.OnSessionEnded(_queue);
            _queue.Complete();
            await stop.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(IClientStreamWriter<ClientFrame> stream, KeepAlive keepAlive, CancellationTokenSource stop)
    {
        try
        {
            while (await _queue.WaitAsync(stop.Token).ConfigureAwait(false))
            {
                while (_queue.Take() is { } frame)
                {
                    await stream.WriteAsync(frame).ConfigureAwait(false);
                    keepAlive.OnSent();
                }
            }

            await stream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOver(exception))
        {
            // The call is over. The reader finds out why.
        }
        catch (Exception exception)
        {
            log.SessionFailed(exception);
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>True if writing failed only because the call is over.</summary>
    private static bool IsOver(Exception writing) => writing is RpcException or OperationCanceledException or InvalidOperationException;

    private async Task WatchAsync(KeepAlive keepAlive, CancellationTokenSource stop)
    {
        try
        {
            await keepAlive.RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _isSilent = true;
        await stop.CancelAsync().ConfigureAwait(false);
    }
}
