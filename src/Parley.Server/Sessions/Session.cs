using Microsoft.Extensions.Logging;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Frames;
using Parley.Server.Operations;
using Parley.Server.Sessions.Reading;
using Parley.Server.Sessions.Rooms;
using Parley.Server.Sessions.Writing;
using Parley.Server.Transports;

namespace Parley.Server.Sessions;

/// <summary>One live stream of one client, in any number of rooms: a reader, a writer, and the outbox between them.</summary>
internal sealed class Session : IDisposable
{
    private static readonly Farewell TimedOut = new(
        ParleyCode.TimedOut, "The client was silent for two heartbeats. Connect again and resume.", IsBroken: false);

    private static readonly Farewell NoHello = new(
        ParleyCode.TimedOut, "No Hello arrived within two heartbeats. Reconnect, and send it first.", IsBroken: false);

    private readonly ISessionTransport _transport;
    private readonly SessionOptions _options;
    private readonly Drain _drain;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _id;
    private readonly Outbox _outbox;
    private readonly SessionWriter _writer;
    private readonly SessionReplies _replies;
    private readonly SessionRooms _rooms;
    private readonly CancellationTokenSource _silence = new();

    public Session(
        ISessionTransport transport, Func<Outbox, SessionReplies, SessionRooms> createRooms, SessionOptions options, Drain drain,
        TimeProvider time, ILogger logger)
    {
        (_transport, _options, _drain, _time, _logger) = (transport, options, drain, time, logger);
        _id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        _outbox = new Outbox(options.MaxPosts);
        _writer = new SessionWriter(transport.Output, _outbox, logger);
        _replies = new SessionReplies(_outbox);
        _rooms = createRooms(_outbox, _replies);
    }

    /// <summary>Completes when the session has ended and its transport is finished.</summary>
    public async Task RunAsync()
    {
        using var gone = _transport.Gone.UnsafeRegister(static session => ((Session)session!)._writer.CutShort(), this);
        using var cut = _drain.Expired.UnsafeRegister(static session => ((Session)session!).Cut(), this);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(_drain.Begun, _silence.Token, _transport.Gone);
        await using var heartbeat = new Heartbeat(_outbox, _time, TimeSpan.FromSeconds(_options.HeartbeatSeconds), OnSilence);
        var writing = WriteAsync(heartbeat, reading);
        var farewell = Farewell.Gone;
        Farewell last;
        try
        {
            IReadOnlyList<(RoomOutput Room, long Sequence)> promises = [];
            try
            {
                farewell = await ReadAsync(new SessionReader(_transport, _outbox, heartbeat), reading.Token);
                if (farewell.IsOrderly)
                {
                    // The client reads the rest at its own pace, and is not timed while it does.
                    heartbeat.Stop();
                    if (!farewell.IsBroken)
                    {
                        // The user leaves now, even if the client takes its time to read.
                        _rooms.LeaveMembers();
                    }

                    promises = _rooms.ReadHeads();
                }
            }
            finally
            {
                // No matter what happened, the writer has to end before the transport is finished.
                _writer.End(new SessionEnding(farewell, promises));
                last = await writing;
            }

        }
        finally
        {
            // Before the transport is finished, which may have to wait for the client.
            _rooms.Close(farewell.IsBroken);
        }

        SessionLogMessages.Ended(_logger, _id, last.Code);
        await _transport.FinishAsync(last);
    }

    public void Dispose() => _silence.Dispose();

    /// <summary>Reads until the session ends and every post is answered.</summary>
    /// <returns>Why it ends.</returns>
    private async Task<Farewell> ReadAsync(SessionReader reader, CancellationToken cancellationToken)
    {
        var (hello, farewell) = await reader.ReadHelloAsync(cancellationToken);
        if (hello is not null)
        {
            _rooms.User = hello.User;
            _outbox.Add(new Reply(new ServerFrame { Welcome = Welcome(hello.User) }, 0));
            farewell = await reader.ReadAsync(new FrameHandler(_rooms, _replies), _rooms.SendPosts, cancellationToken);
            await _rooms.FlushPostsAsync();
        }

        return farewell
            ?? (_silence.IsCancellationRequested ? hello is null ? NoHello : TimedOut
            : _drain.Begun.IsCancellationRequested ? Farewell.ShuttingDown
            : Farewell.Gone);
    }

    private async Task<Farewell> WriteAsync(Heartbeat heartbeat, CancellationTokenSource reading)
    {
        try
        {
            return await _writer.RunAsync(heartbeat);
        }
        finally
        {
            // Without a writer nothing is answered, so there is no point in reading.
            await reading.CancelAsync();
        }
    }

    private Welcome Welcome(string user) => new()
    {
        SessionId = _id,
        User = user,
        HeartbeatSeconds = _options.HeartbeatSeconds,
        Server = Versions.Server,
        Limits = new Limits
        {
            TextBytes = ProtocolLimits.TextBytes,
            FrameBytes = ProtocolLimits.FrameBytes,
            Rooms = _options.MaxRooms,
            Posts = _options.MaxPosts,
        },
    };

    private void OnSilence()
    {
        _silence.Cancel();
        _writer.CutShort();
    }

    private void Cut()
    {
        _writer.CutShort();
        _transport.Abort();
    }
}
