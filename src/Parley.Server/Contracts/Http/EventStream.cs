using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Server.Operations;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Http;

/// <summary>
/// One open stream of a room's events over HTTP: writes the feed, or the log while its reader lags, until either end is done.
/// </summary>
/// <remarks><see cref="RunAsync"/> is the stream's one writer.</remarks>
internal sealed class EventStream(HttpContext http, Follower follower, AsyncSignal wake, ILogger logger)
{
    private static readonly Rejection ShuttingDown =
        new(ParleyCode.ShuttingDown, "The server is shutting down. Connect again in a moment, with the id of the last event.");

    private readonly PipeWriter _output = http.Response.BodyWriter;
    private long _last = long.MaxValue;
    private volatile bool _isPingDue;
    private volatile bool _isCutShort;

    /// <summary>Writes until the stream has ended.</summary>
    /// <param name="drain">The shutdown of the server: what there is when it begins is still delivered.</param>
    /// <param name="heartbeat">The longest silence that the server may keep.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Why the stream ended; <see cref="ParleyCode.Unspecified"/> if the client is gone.</returns>
    public async Task<ParleyCode> RunAsync(Drain drain, TimeSpan heartbeat, TimeProvider time)
    {
        using var gone = http.RequestAborted.UnsafeRegister(static stream => ((EventStream)stream!).CutShort(), this);
        using var begun = drain.Begun.UnsafeRegister(static stream => ((EventStream)stream!).End(), this);
        using var cut = drain.Expired.UnsafeRegister(static stream => ((EventStream)stream!).Cut(), this);
        await using var pings = time.CreateTimer(
            static stream => ((EventStream)stream!).Ping(), this, heartbeat / 2, heartbeat / 2);
        while (!_isCutShort)
        {
            if (follower.Position >= Volatile.Read(ref _last))
            {
                return await LeaveAsync(ShuttingDown);
            }

            var read = follower.Read(_output);
            if (read == FeedRead.Lagging && await TryReadLogAsync() is { } rejection)
            {
                return await LeaveAsync(rejection);
            }

            if (read == FeedRead.AtHead)
            {
                if (!_isPingDue)
                {
                    await wake.WaitAsync();
                    continue;
                }

                ServerSentEvents.WritePing(_output);
            }

            _isPingDue = false;
            if (await _output.FlushAsync() is { IsCompleted: true } or { IsCanceled: true })
            {
                break;
            }
        }

        return ParleyCode.Unspecified;
    }

    private async Task<ParleyCode> LeaveAsync(Rejection reason)
    {
        ServerSentEvents.WriteLeft(_output, reason);
        await _output.FlushAsync();
        return reason.Code;
    }

    /// <summary>Writes a page of the log.</summary>
    /// <returns>Why it could not be read; <c>null</c> if it was.</returns>
    private async ValueTask<Rejection?> TryReadLogAsync()
    {
        try
        {
            await follower.ReadLogAsync(_output);
            return null;
        }
        catch (RoomLogException exception)
        {
            return ReaderRefusal.Of(exception, logger);
        }
    }

    // A client that does not read keeps the writer in its flush, so pings do not pile up.
    private void Ping()
    {
        _isPingDue = true;
        wake.Wake();
    }

    private void End()
    {
        Volatile.Write(ref _last, follower.Head);
        wake.Wake();
    }

    private void Cut()
    {
        http.Abort();
        http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
        CutShort();
    }

    /// <summary>Ends the writer's wait, for the room or for the client.</summary>
    private void CutShort()
    {
        // Kestrel does not report that a flush was cancelled if the flush had to wait, hence the flag.
        _isCutShort = true;
        _output.CancelPendingFlush();
        wake.Wake();
    }
}
