using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>One live stream of one client, in any number of rooms: a reader, a writer, and the outbox between them.</summary>
internal sealed class Session : IDisposable
{
    private static readonly Farewell Silent = new(
        Code.TimedOut, "Nothing was heard from the client for two heartbeats. Connect again and resume.", Broken: false);

    private static readonly Farewell NoHello = new(
        Code.HelloExpected, "No Hello came within two heartbeats. It is the first frame of a session.", Broken: false);

    private readonly SessionServices _services;
    private readonly HttpContext _http;
    private readonly string _id;
    private readonly Outbox _outbox;
    private readonly SessionWriter _writer;
    private readonly CancellationTokenSource _silence = new();

    public Session(SessionServices services, HttpContext http)
    {
        (_services, _http) = (services, http);
        _id = Guid.CreateVersion7(services.Time.GetUtcNow()).ToString("N");
        _outbox = new Outbox(services.Options.MaxPosts);
        _writer = new SessionWriter(http.Response.BodyWriter, _outbox, services.Logger);
    }

    /// <summary>Completes when the session has ended.</summary>
    /// <param name="input">What the client sends.</param>
    /// <param name="gone">Fires when the client is gone or its deadline has passed.</param>
    public async Task<Status> RunAsync(IAsyncStreamReader<ClientFrame> input, CancellationToken gone)
    {
        using var cut = _services.Drain.Expired.UnsafeRegister(static session => ((Session)session!).Cut(), this);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(_services.Drain.Begun, _silence.Token, gone);
        await using var heartbeat = new Heartbeat(_outbox, _services.Time, TimeSpan.FromSeconds(_services.Options.HeartbeatSeconds), EndSilent);
        var writing = WriteAsync(heartbeat, reading);
        var rooms = new SessionRooms(_services, _outbox);
        var farewell = Farewell.Gone;
        try
        {
            Farewell last;
            try
            {
                farewell = await ReadAsync(new SessionReader(input, _outbox, heartbeat), rooms, reading.Token, gone);
                if (farewell.IsOrderly)
                {
                    // From here on it is the client's to read, in its own time.
                    heartbeat.Stop();
                    if (!farewell.Broken)
                    {
                        rooms.LeaveMembers();
                    }

                    farewell = farewell with { Deliver = rooms.Heads() };
                }
            }
            finally
            {
                // Whatever happened: nobody writes to a response that is over.
                _writer.End(farewell);
                last = await writing;
            }

            SessionLogMessages.Ended(_services.Logger, _id, last.Status.StatusCode);
            return last.Status;
        }
        finally
        {
            rooms.Close(farewell.Broken);
        }
    }

    public void Dispose() => _silence.Dispose();

    /// <summary>Reads until the session ends and all that was posted is answered.</summary>
    /// <returns>Why it ends.</returns>
    private async Task<Farewell> ReadAsync(SessionReader reader, SessionRooms rooms, CancellationToken stopped, CancellationToken gone)
    {
        var (hello, farewell) = await reader.ReadHelloAsync(stopped, gone);
        if (hello is not null && farewell is null)
        {
            rooms.User = hello.User;
            _outbox.Add(new Reply(new ServerFrame { Welcome = Welcome(hello.User) }, 0));
            farewell = await reader.ReadAsync(rooms.HandleAsync, rooms.Depart, stopped, gone);
            await rooms.FlushAsync();
        }

        return farewell
            ?? (_silence.IsCancellationRequested ? hello is null ? NoHello : Silent
            : _services.Drain.Begun.IsCancellationRequested ? Farewell.ShuttingDown
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
            await reading.CancelAsync();
        }
    }

    private Welcome Welcome(string user) => new()
    {
        SessionId = _id,
        User = user,
        HeartbeatSeconds = _services.Options.HeartbeatSeconds,
        Server = Versions.Server,
        Limits = new Protocol.V1.Limits
        {
            TextBytes = ProtocolLimits.TextBytes,
            FrameBytes = ProtocolLimits.FrameBytes,
            Rooms = _services.Options.MaxRooms,
            Posts = _services.Options.MaxPosts,
        },
    };

    private void EndSilent()
    {
        _silence.Cancel();
        _writer.Hurry();
    }

    // Some clients keep the connection of a reset stream open; at this point nothing on it is worth waiting for.
    private void Cut()
    {
        _writer.Hurry();
        _http.Abort();
        _http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
    }
}
