using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Parley.Engine.Feeds;

namespace Parley.Server.Sessions.Writing;

/// <summary>
/// What one session has to write: answers, and rooms with something new. It is bounded by what the client asked for: the session stops
/// reading while it owes the client <paramref name="limit"/> or more, in the weights of <see cref="Reply"/>.
/// </summary>
/// <remarks>
/// A publish visits every session in its room, mostly to write that room and nothing else. Such a visit touches only the fields of this
/// object. The queues have memory of their own, and are looked at only if they may hold something.
/// </remarks>
internal sealed class Outbox(int limit) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<Reply> _replies = new();
    private readonly ConcurrentQueue<RoomOutput> _ready = new();
    private readonly AsyncSignal _work = new();
    private readonly AsyncSignal _space = new();
    private RoomOutput? _firstReady;
    private bool _mayHaveReplies;
    private bool _mayHaveReady;
    private int _owed;
    private int _wakingLater;
    private int _freed;

    /// <summary>Records that the client asked for something that will be answered.</summary>
    public void Owe(int weight) => Interlocked.Add(ref _owed, weight);

    /// <summary>Completes when the client may ask for more. One caller.</summary>
    /// <param name="cancellationToken">Ends the wait. Nothing else does once the writer has ended.</param>
    public async ValueTask WaitForSpaceAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _owed) < limit)
        {
            return;
        }

        using var wake = cancellationToken.UnsafeRegister(static space => ((AsyncSignal)space!).Wake(), _space);
        while (Volatile.Read(ref _owed) >= limit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _space.WaitAsync();
        }
    }

    /// <summary>Adds an answer, to be written after the next <see cref="Wake"/>.</summary>
    public void Queue(Reply reply)
    {
        _replies.Enqueue(reply);
        Volatile.Write(ref _mayHaveReplies, true);
    }

    /// <summary>Adds an answer and wakes the writer.</summary>
    public void Add(Reply reply)
    {
        Queue(reply);
        _work.Wake();
    }

    /// <summary>Adds a room that has something to write. Each room makes sure that it is queued only once.</summary>
    public void AddReady(RoomOutput room)
    {
        // The first place is open only while nobody queues: a room there would overtake those in the queue.
        if (!Volatile.Read(ref _mayHaveReady) && Interlocked.CompareExchange(ref _firstReady, room, null) is null)
        {
            return;
        }

        _ready.Enqueue(room);
        Volatile.Write(ref _mayHaveReady, true);
    }

    /// <summary>The next answer. Called by the writer.</summary>
    public bool TryTakeReply(out Reply reply)
    {
        if (!TryTake(_replies, ref _mayHaveReplies, out reply))
        {
            return false;
        }

        var owed = Interlocked.Add(ref _owed, -reply.Weight);
        if (owed < limit && owed + reply.Weight >= limit)
        {
            // The reader would continue inside the call that wakes it, and here that is inside the writer.
            Volatile.Write(ref _freed, 1);
            WakeLater();
        }

        return true;
    }

    /// <summary>The next room that has something to write. Called by the writer.</summary>
    public bool TryTakeReady([NotNullWhen(true)] out RoomOutput? room)
    {
        if (Volatile.Read(ref _firstReady) is not null)
        {
            room = Interlocked.Exchange(ref _firstReady, null)!;
            return true;
        }

        return TryTake(_ready, ref _mayHaveReady, out room);
    }

    /// <summary>Completes when there may be something to write. One caller.</summary>
    public ValueTask WaitAsync() => _work.WaitAsync();

    /// <summary>Wakes the writer, which may run inside this call.</summary>
    public void Wake() => _work.Wake();

    /// <summary>Wakes the writer on another thread.</summary>
    public void WakeLater()
    {
        if (Interlocked.Exchange(ref _wakingLater, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private static bool TryTake<T>(ConcurrentQueue<T> queue, ref bool mayHave, [MaybeNullWhen(false)] out T item)
    {
        if (!Volatile.Read(ref mayHave))
        {
            item = default;
            return false;
        }

        if (queue.TryDequeue(out item))
        {
            return true;
        }

        // In this order, with a full fence between: what is added before the second look is found by it, and what is added after it sets
        // the flag again.
        Interlocked.Exchange(ref mayHave, false);
        if (!queue.TryDequeue(out item))
        {
            return false;
        }

        Volatile.Write(ref mayHave, true);
        return true;
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _wakingLater, 0);

        // The reader first: it soon stops at the limit, while the writer may run in this call for as long as a room has something new.
        if (Interlocked.Exchange(ref _freed, 0) == 1)
        {
            _space.Wake();
        }

        _work.Wake();
    }
}
