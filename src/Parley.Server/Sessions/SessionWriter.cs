using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Parley.Engine.Logs;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>
/// The session's one writer: answers first, then one room after the other, each as much as a follower is given at once. What is
/// written is flushed before more than a few rooms' worth of it is held.
/// </summary>
internal sealed class SessionWriter(PipeWriter output, Outbox outbox, ILogger logger)
{
    private const int MaxTurnsPerFlush = 32;

    private readonly FrameWriter _frames = new(output);
    private volatile Farewell? _farewell;
    private volatile bool _hurried;

    /// <summary>The session ends once everything it was promised is written.</summary>
    public void End(Farewell farewell)
    {
        _farewell = farewell;
        outbox.WakeLater();
    }

    /// <summary>The client is not waited for any longer: the session ends with what it has read by now.</summary>
    public void Hurry()
    {
        // Kestrel does not say that a flush was cancelled if it had to be waited for.
        _hurried = true;
        output.CancelPendingFlush();
    }

    /// <summary>Completes when the session has ended.</summary>
    public async Task<Farewell> RunAsync(Heartbeat heartbeat)
    {
        while (true)
        {
            var farewell = _farewell;
            WriteReplies();
            var isMore = WriteRooms();
            if (farewell is not null && IsDelivered(farewell))
            {
                return await SayAsync(farewell);
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
            heartbeat.Said();
            if (flush.IsCompleted)
            {
                return Farewell.Gone;
            }

            if (_hurried)
            {
                return await CutShortAsync();
            }
        }
    }

    private static bool IsDelivered(Farewell farewell) =>
        farewell.Deliver.All(promise => promise.Room.IsClosed || promise.Room.Position >= promise.Sequence);

    private void WriteReplies()
    {
        while (outbox.TryTakeReply(out var reply))
        {
            reply.Closes?.Close(broken: false);
            _frames.Write(reply.Frame);
            reply.Opens?.Open();
        }
    }

    /// <summary>Gives rooms their turns.</summary>
    /// <returns>False if none is waiting for one any more.</returns>
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
                // It wrote a full measure: flush that before anything else is held in memory.
                room.Queue();
                break;
            }
        }

        return true;
    }

    private bool TryWrite(SessionRoom room)
    {
        try
        {
            return room.Write(_frames);
        }
        catch (RoomLogException exception)
        {
            SessionLogMessages.ReadFailed(logger, exception);
            room.Close(broken: false);
            _frames.Write(new ServerFrame
            {
                Left = new Left { Room = room.Name, Code = Code.Unavailable, Reason = "The room's log cannot be read now. Join again in a moment." },
            });
            return false;
        }
    }

    /// <summary>Leaves out what was not read; the client is told why, should it read after all.</summary>
    private async Task<Farewell> CutShortAsync()
    {
        while (_farewell is null)
        {
            await outbox.WaitAsync();
        }

        if (_farewell.IsOrderly)
        {
            // It was promised more than it has read.
            return Farewell.Gone;
        }

        return await SayAsync(_farewell);
    }

    private async Task<Farewell> SayAsync(Farewell farewell)
    {
        if (farewell.Code != Code.Unspecified)
        {
            _frames.Write(new ServerFrame
            {
                GoAway = new GoAway { Code = farewell.Code, Reason = farewell.Reason, RetryAfterMs = farewell.Code.RetryAfter() },
            });
        }

        if (_hurried)
        {
            output.CancelPendingFlush();
        }

        return (await _frames.FlushAsync()).IsCompleted ? Farewell.Gone : farewell;
    }
}
