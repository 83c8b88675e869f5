using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>One live stream of one client, in any number of rooms: a reader, a writer, and the outbox between them.</summary>
internal sealed class Session : IDisposable
{
    private static readonly Farewell Silent = new(
        Code.TimedOut, "Nothing was heard from the client for two heartbeats. Connect again and resume.", Broken: false);

    private readonly SessionServices _services;
    private readonly HttpContext _http;
    private readonly string _id;
    private readonly Outbox _outbox;
    private readonly CancellationTokenSource _silence = new();

    public Session(SessionServices services, HttpContext http)
    {
        (_services, _http) = (services, http);
        _id = Guid.CreateVersion7(services.Time.GetUtcNow()).ToString("N");
        _outbox = new Outbox(services.Options.MaxPosts);
    }

    /// <summary>Completes when the session has ended.</summary>
    /// <param name="input">What the client sends.</param>
    /// <param name="gone">Fires when the client is gone or its deadline has passed.</param>
    public async Task<Status> RunAsync(IAsyncStreamReader<ClientFrame> input, CancellationToken gone)
    {
        using var cut = _services.Drain.Expired.UnsafeRegister(static session => ((Session)session!).Cut(), this);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(_services.Drain.Begun, _silence.Token, gone);
        await using var heartbeat = new Heartbeat(_outbox, _services.Time, TimeSpan.FromSeconds(_services.Options.HeartbeatSeconds), EndSilent);
        var writer = new SessionWriter(_http.Response.BodyWriter, _outbox, heartbeat, _services.Logger);
        var writing = WriteAsync(writer, reading);
        var reader = new SessionReader(input, _outbox, heartbeat);
        var (hello, farewell) = await reader.ReadHelloAsync(reading.Token, gone);
        var rooms = new SessionRooms(_services, hello?.User ?? "", _outbox);
        if (hello is not null && farewell is null)
        {
            _outbox.Add(new Reply(new ServerFrame { Welcome = Welcome(hello.User) }, 0));
            farewell = await reader.ReadAsync(rooms.HandleAsync, rooms.Depart, reading.Token, gone);
            await rooms.FlushAsync();
        }

        farewell ??= _silence.IsCancellationRequested ? Silent
            : _services.Drain.Begun.IsCancellationRequested ? Farewell.ShuttingDown
            : Farewell.Gone;
        writer.End(farewell.IsOrderly ? farewell with { Deliver = rooms.Heads() } : farewell);
        var last = await writing;
        rooms.Close(farewell.Broken);
        SessionLog.Ended(_services.Logger, _id, last.Status.StatusCode);
        return last.Status;
    }

    public void Dispose() => _silence.Dispose();

    private static async Task<Farewell> WriteAsync(SessionWriter writer, CancellationTokenSource reading)
    {
        try
        {
            return await writer.RunAsync();
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
            TextBytes = Protocol.Limits.TextBytes,
            FrameBytes = Protocol.Limits.FrameBytes,
            Rooms = _services.Options.MaxRooms,
            Posts = _services.Options.MaxPosts,
        },
    };

    private void EndSilent()
    {
        _silence.Cancel();
        _http.Response.BodyWriter.CancelPendingFlush();
    }

    // Some clients keep the connection of a reset stream open; at this point nothing on it is worth waiting for.
    private void Cut()
    {
        _http.Response.BodyWriter.CancelPendingFlush();
        _http.Abort();
        _http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
    }
}
