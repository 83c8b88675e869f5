using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Protocol;
using Parley.Rooms;

namespace Parley.Engine.Commits;

/// <summary>
/// Group commit over all rooms: while one transaction syncs, the appends of every room collect into the next. What is
/// committed is shown to followers in the order of the log, before those who sent it are answered.
/// </summary>
internal sealed class Committer : IAsyncDisposable
{
    private const int ManyFollowers = 32;
    private const int TurnsToGive = 32;

    private static readonly Rejection Overloaded = new(
        ParleyCode.Overloaded, "The server has more to store than it holds. Send it again in a moment.");

    private static readonly Rejection Conflict = new(
        ParleyCode.Unavailable, "The room moved while this was stored. Send it again with the same command id.");

    private readonly IRoomLog _log;
    private readonly FeedDirectory _feeds;
    private readonly StorageHealth _health;
    private readonly CommitOptions _options;
    private readonly TaskScheduler _scheduler;
    private readonly ILogger<Committer> _logger;
    private readonly ITimer _probe;
    private readonly Lock _gate = new();
    private readonly Queue<PendingCommit> _pending = new();
    private int _waiting;
    private int _woken;
    private Task _running = Task.CompletedTask;

    public Committer(
        IRoomLog log, FeedDirectory feeds, StorageHealth health, IOptions<CommitOptions> options, TimeProvider time, ILogger<Committer> logger)
        : this(log, feeds, health, options, time, logger, TaskScheduler.Default)
    {
    }

    internal Committer(
        IRoomLog log,
        FeedDirectory feeds,
        StorageHealth health,
        IOptions<CommitOptions> options,
        TimeProvider time,
        ILogger<Committer> logger,
        TaskScheduler scheduler)
    {
        (_log, _feeds, _health, _options, _scheduler, _logger) = (log, feeds, health, options.Value, scheduler, logger);
        var interval = TimeSpan.FromSeconds(_options.ProbeSeconds);
        _probe = time.CreateTimer(_ => ProbeIfFailing(), null, interval, interval);
    }

    /// <summary>Commits events that continue a chain, after all that was given before for the same chain.</summary>
    public Task<CommitResult> CommitAsync(CommitChain chain, IReadOnlyList<RoomEvent> events)
    {
        lock (_gate)
        {
            if (_waiting > 0 && _waiting + events.Count > _options.MaxWaiting)
            {
                chain.Overflowed = true;
            }

            if (chain.Overflowed)
            {
                return Task.FromResult(new CommitResult(CommitOutcome.Failed, Overloaded));
            }

            var pending = new PendingCommit(chain, events);
            Enqueue_NeedsGate(pending);
            return pending.Result;
        }
    }

    /// <summary>Completes when everything given so far is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        await _probe.DisposeAsync();
        Task running;
        lock (_gate)
        {
            running = _running;
        }

        await running;
    }

    private void ProbeIfFailing()
    {
        if (_health.Failure is not null)
        {
            lock (_gate)
            {
                if (_pending.Count == 0)
                {
                    Enqueue_NeedsGate(new PendingCommit(null, []));
                }
            }
        }
    }

    private void Enqueue_NeedsGate(PendingCommit pending)
    {
        _pending.Enqueue(pending);
        _waiting += pending.Events.Count;
        if (_running.IsCompleted)
        {
            _running = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.None, _scheduler).Unwrap();
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await GiveWayAsync();
            if (Collect() is not { } group)
            {
                return;
            }

            try
            {
                var batches = group.ToBatches();
                var outcomes = await _log.AppendAsync(batches);
                Recovered();
                _woken = 0;
                group.Complete(batches, outcomes, Publish, Conflict);
            }
            catch (RoomLogException exception)
            {
                Failed(exception);
                group.Fail(Explain(exception));
            }
        }
    }

    private void Publish(AppendBatch batch) => _woken = Math.Max(_woken, _feeds.Publish(batch.Room, batch.Events));

    /// <summary>
    /// Lets the thread pool first write to the many followers of a room what the last group showed them: on a busy machine more has come by then, and
    /// each gets it in one write rather than two. On an idle one this is over in microseconds.
    /// </summary>
    private async Task GiveWayAsync()
    {
        for (var turn = 0; _woken >= ManyFollowers && turn < TurnsToGive; turn++)
        {
            await Task.Yield();
        }
    }

    private CommitGroup? Collect()
    {
        lock (_gate)
        {
            var group = new CommitGroup();
            while (_pending.TryPeek(out var next) && (group.Count == 0 || group.Events + next.Events.Count <= _options.MaxGroup))
            {
                _pending.Dequeue();
                _waiting -= next.Events.Count;
                if (next.Chain?.Failure is { } failure)
                {
                    next.Complete(failure);
                }
                else
                {
                    group.Add(next);
                }
            }

            if (group.Count == 0)
            {
                _running = Task.CompletedTask;
                return null;
            }

            return group;
        }
    }

    private void Failed(RoomLogException exception)
    {
        if (_health.Failure is null)
        {
            CommitLogMessages.Failing(_logger, exception);
        }

        _health.Set(exception.Message);
    }

    private void Recovered()
    {
        if (_health.Failure is not null)
        {
            _health.Set(null);
            CommitLogMessages.Recovered(_logger);
        }
    }

    private static Rejection Explain(RoomLogException exception) => exception.Failure == RoomLogFailure.Full
        ? new Rejection(ParleyCode.StorageFull, "The server has no space to store this. Try again later with the same command id.")
        : new Rejection(ParleyCode.Unavailable, "The server cannot store this now. Try again later with the same command id.");
}
