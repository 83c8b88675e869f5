using Grpc.Core;
using Microsoft.Extensions.Logging;
using Parley.Client.Wire;
using Parley.Protocol.V1;

namespace Parley.Client.Connections;

/// <summary>One open <c>Connect</c>: greets, then a reader, a writer and a heartbeat until one of them ends it.</summary>
internal sealed class Session(SessionCalls calls, Connection owner, ParleyClientOptions options, ILogger log)
{
    private const int ProtocolVersion = 1;

    private long? _welcomed;
    private volatile bool _isSilent;

    /// <summary>What is to be sent. Whoever puts a join or a leave in holds the connection's gate.</summary>
    public Outbox Outbox { get; } = new();

    /// <summary>True if the server welcomed the session, longer than a time ago.</summary>
    public bool LastedLongerThan(TimeSpan time) => _welcomed is { } welcomed && options.TimeProvider.GetElapsedTime(welcomed) > time;

    /// <summary>Runs the session to its end. Throws nothing: a session's end is a value.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var call = calls.Open(stop.Token);
            var greeting = await GreetAsync(call).ConfigureAwait(false);
            if (greeting.End is not null)
            {
                return greeting.End;
            }

            patience.CancelAfter(Timeout.InfiniteTimeSpan);
            return await RunAsync(call, greeting.Welcome!, stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? SessionEnd.Closed
                : _isSilent ? SessionEnd.Silent
                : patience.IsCancellationRequested ? SessionEnd.NoWelcome
                : exception is RpcException failure ? SessionEnd.Of(failure)
                : SessionEnd.Ended;
        }
        catch (Exception exception)
        {
            log.SessionFailed(exception);
            return new(Code.Unavailable, exception.Message, Cause: exception);
        }
        finally
        {
            Outbox.Complete();
        }
    }

    private async Task<(Welcome? Welcome, SessionEnd? End)> GreetAsync(AsyncDuplexStreamingCall<ClientFrame, object> call)
    {
        var hello = new Hello { User = options.User, Client = options.ClientName, ProtocolVersion = ProtocolVersion };
        try
        {
            await call.RequestStream.WriteAsync(new() { Hello = hello }).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOver(exception))
        {
            // A server that refuses the call at once may do so before this was written; what it says is read below.
        }

        while (await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            switch (call.ResponseStream.Current)
            {
                case ServerFrame { FrameCase: ServerFrame.FrameOneofCase.Welcome } frame:
                    return (frame.Welcome, null);
                case ServerFrame { FrameCase: ServerFrame.FrameOneofCase.GoAway } frame:
                    return (null, SessionEnd.Of(frame.GoAway));
                case ServerFrame { FrameCase: ServerFrame.FrameOneofCase.Rejected } frame:
                    return (null, SessionEnd.Of(frame.Rejected));
            }
        }

        return (null, SessionEnd.Ended);
    }

    private async Task<SessionEnd> RunAsync(AsyncDuplexStreamingCall<ClientFrame, object> call, Welcome welcome, CancellationTokenSource stop)
    {
        _welcomed = options.TimeProvider.GetTimestamp();
        var heartbeat = new Heartbeat(welcome.HeartbeatSeconds, Outbox, options.TimeProvider);
        var reader = new SessionReader(this, owner, heartbeat, options, log);
        owner.Begin(this, welcome);
        var writing = WriteAsync(call.RequestStream, heartbeat, stop);
        var watching = WatchAsync(heartbeat, stop);
        try
        {
            return await reader.ReadAsync(call.ResponseStream).ConfigureAwait(false);
        }
        finally
        {
            reader.Finish();
            owner.Detach(this);
            Outbox.Complete();
            await stop.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(IClientStreamWriter<ClientFrame> stream, Heartbeat heartbeat, CancellationTokenSource stop)
    {
        try
        {
            while (await Outbox.WaitAsync(stop.Token).ConfigureAwait(false))
            {
                while (Outbox.Take() is { } frame)
                {
                    await stream.WriteAsync(frame).ConfigureAwait(false);
                    heartbeat.Said();
                }
            }

            await stream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOver(exception))
        {
            // The call is over; the reader is told why.
        }
        catch (Exception exception)
        {
            log.SessionFailed(exception);
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private static bool IsOver(Exception writing) => writing is RpcException or OperationCanceledException or InvalidOperationException;

    private async Task WatchAsync(Heartbeat heartbeat, CancellationTokenSource stop)
    {
        try
        {
            await heartbeat.RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _isSilent = true;
        await stop.CancelAsync().ConfigureAwait(false);
    }
}
