using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Parley.Engine.Logs;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Refusals;
using Parley.Server.Transports;

namespace Parley.Server.Sessions.Writing;

/// <summary>
/// The session's one writer. It writes answers first, then rooms in turn, at most as much of each as a follower is given at once, and
/// flushes before it holds more than a few rooms' worth.
/// </summary>
internal sealed class SessionWriter(PipeWriter output, Outbox outbox, ILogger logger)
{
    // No answer waits for more rooms than this.
    private const int MaxTurnsPerFlush = 32;

    private readonly FrameWriter _frames = new(output);
    private volatile SessionEnding? _ending;
    private volatile bool _isCutShort;

    /// <summary>Ends the session once everything it promised is written.</summary>
    public void End(SessionEnding ending)
    {
        _ending = ending;
        outbox.WakeLater();
    }

    /// <summary>Stops waiting for the client: the session ends with what the client has read by now.</summary>
    public void CutShort()
    {
        // Kestrel does not report that a flush was cancelled if the flush had to wait, hence the flag.
        _isCutShort = true;
        output.CancelPendingFlush();
    }

    /// <summary>Writes until the session ends.</summary>
    /// <returns>How it ended: as <see cref="End"/> wanted, or with the client gone.</returns>
    public async Task<Farewell> RunAsync(Heartbeat heartbeat)
    {
        while (true)
        {
            // Before writing: the answers that belong before the ending were in the outbox when it was set.
            var ending = _ending;
            WriteReplies();
            var isMore = WriteRooms();
            if (ending is not null && ending.IsDelivered)
            {
                return await SendFarewellAsync(ending.Farewell);
            }

            if (!_frames.IsDirty)
            {
                if (!isMore)
                {
                    await outbox.WaitAsync();
                }

                continue;
            }

            var flush = await _frames.FlushAsync();
            heartbeat.OnSent();
            if (flush.IsCompleted)
            {
                return Farewell.Gone;
            }

            if (_isCutShort)
            {
                return await EndCutShortAsync();
            }
        }
    }

    private void WriteReplies()
    {
        while (outbox.TryTakeReply(out var reply))
        {
            reply.Closes?.Close(isBroken: false);
            _frames.Write(reply.Frame);
            reply.Opens?.Open();
        }
    }

    /// <summary>Writes rooms in turn.</summary>
    /// <returns>False if no room is waiting for a turn any more.</returns>
    private bool WriteRooms()
    {
        for (var turns = 0; turns < MaxTurnsPerFlush; turns++)
        {
            if (!outbox.TryTakeReady(out var room))
            {
                return false;
            }

            if (TryWrite(room))
            {
                // The room wrote all it may at once: flush before more is held in memory.
                room.Queue();
                break;
            }
        }

        return true;
    }

    private bool TryWrite(RoomOutput room)
    {
        try
        {
            return room.Write(_frames);
        }
        catch (RoomLogException exception)
        {
            var rejection = ReaderRefusal.Of(exception, logger);
            room.Close(isBroken: false);
            _frames.Write(new ServerFrame
            {
                Left = new Left { Room = room.Room, Code = rejection.Code.ToWire(), Reason = rejection.Reason },
            });
            return false;
        }
    }

    /// <summary>Leaves out what the client has not read. If the client reads after all, it still finds the reason.</summary>
    private async Task<Farewell> EndCutShortAsync()
    {
        // What cut the writer short also stops the reader, which then sets the ending.
        SessionEnding? ending;
        while ((ending = _ending) is null)
        {
            await outbox.WaitAsync();
        }

        // An orderly end promised more than the client has read.
        return ending.Farewell.IsOrderly ? Farewell.Gone : await SendFarewellAsync(ending.Farewell);
    }

    private async Task<Farewell> SendFarewellAsync(Farewell farewell)
    {
        if (farewell.Code != ParleyCode.Unspecified)
        {
            _frames.Write(new ServerFrame
            {
                GoAway = new GoAway
                {
                    Code = farewell.Code.ToWire(),
                    Reason = farewell.Reason,
                    RetryAfterMs = farewell.Code.RetryAfterMilliseconds(),
                },
            });
        }

        if (_isCutShort)
        {
            // The next flush then hands over what it has, and does not wait for the client.
            output.CancelPendingFlush();
        }

        return (await _frames.FlushAsync()).IsCompleted ? Farewell.Gone : farewell;
    }
}
