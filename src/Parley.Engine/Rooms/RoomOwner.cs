using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Snapshots;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Rooms;

/// <summary>
/// The shell around a room's pure rules: it looks up earlier commands and events, decides posts, and answers when the log has the events.
/// The room numbers new events while earlier ones are being committed.
/// </summary>
/// <remarks>
/// <para>
/// An owner has no locks. Calls may interleave at awaits but must never run at the same time: a router runs each owner on a scheduler that
/// executes one continuation at a time.
/// </para>
/// <para>
/// After a failed commit only the log knows the room's head, because a disk may keep what it reported as failed. The owner then waits for
/// its pending commits, reads the head again and continues from there.
/// </para>
/// </remarks>
public sealed class RoomOwner
{
    private static readonly PageLimit OneEvent = new(1, int.MaxValue, IsUrgent: true);

    // Long enough for clients to reconnect and retry. Looking up every command would cost a session's posts a third of their speed.
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMinutes(1);

    private static readonly IReadOnlyDictionary<CommandKey, RoomEvent> NothingFound = new Dictionary<CommandKey, RoomEvent>();

    private static readonly Task<CommitResult> Committed = Task.FromResult(CommitResult.Committed);

    private static readonly List<long> NoSequences = [];

    private static readonly List<CommandKey> NoCommands = [];

    private readonly string _name;
    private readonly IRoomLog _log;
    private readonly FeedDirectory _feeds;
    private readonly Committer _committer;
    private readonly TimeProvider _time;
    private readonly RoomOpener _opener;
    private readonly RoomSnapshots _snapshots;
    private readonly RecentCommands _recent;
    private List<long>? _runningLookUps;
    private Room _room = null!;
    private CommitChain _chain;
    private long _committed;

    // The sequence of the last event that erased others; 0 if this owner decided none.
    private long _lastErasure;
    private long? _openedAt;
    private Task<CommitResult> _lastCommit = Committed;
    private Task _opening;

    // Counts failed commits. What was looked up or committed in an earlier generation no longer holds.
    private int _generation;

    internal RoomOwner(
        string name, IRoomLog log, FeedDirectory feeds, Committer committer, TimeProvider time, RoomOpener opener, RoomSnapshots snapshots)
    {
        (_name, _log, _feeds, _committer, _time, _opener, _snapshots) = (name, log, feeds, committer, time, opener, snapshots);
        _recent = new RecentCommands(time);
        _chain = new CommitChain(name);
        _opening = OpenAsync(expectsRetries: true);
    }

    /// <summary>True once another owner has continued the room. The router must replace this owner.</summary>
    public bool IsLost { get; private set; }

    /// <summary>
    /// True for a minute after a room with events was opened: after a restart, clients retry commands that this owner does not remember,
    /// so every command is looked up before it is decided. Later on, only recent ones are: the log refuses a batch with the retry of an
    /// older one, and everything decided after it must be decided again.
    /// </summary>
    private bool ExpectsRetries => _openedAt is { } openedAt && _time.GetElapsedTime(openedAt) < RetryPeriod;

    /// <summary>Decides posts in order. Completes when every post is either committed or refused.</summary>
    /// <param name="posts">The posts. The caller does not change them afterwards.</param>
    /// <returns>An outcome for each post, in the same order.</returns>
    /// <exception cref="RoomLogException">The log cannot be read. Nothing was decided.</exception>
    public async Task<PostOutcome[]> PostAsync(IReadOnlyList<PostCommand> posts)
    {
        // Decided again, with a look-up, if the log reports that it already has one of the commands.
        for (var mustLookUp = false; ; mustLookUp = true)
        {
            var found = NothingFound;
            Dictionary<long, RoomEvent>? facts = null;
            int generation;
            bool isStale;
            do
            {
                generation = _generation;
                await EnsureOpenAsync();
                if (FindUnknown(posts, isAnyPossible: mustLookUp || ExpectsRetries) is { Count: > 0 } unknown)
                {
                    found = await LookUpAsync(unknown);
                }

                isStale = false;
                if (FindFacts(posts) is { Count: > 0 } sequences)
                {
                    (facts, var readUpTo) = await ReadFactsAsync(sequences);
                    isStale = _lastErasure > readUpTo || sequences.Any(sequence => sequence > readUpTo && sequence <= _room.Head);
                }
            }
            while (isStale || generation != _generation);

            // No await between here and the commit: what was looked up must still be true when the posts are decided.
            var committed = _committed;
            var (outcomes, decidedAt) = DecideAndCommit(posts, found, facts);

            // A post may be the retry of a command that is still being committed, and a refusal may rest on one. The last commit succeeds
            // only if all earlier ones did.
            var result = decidedAt.Any(sequence => sequence > committed) ? await _lastCommit : CommitResult.Committed;
            if (result.Outcome != CommitOutcome.Repeated)
            {
                Refuse(outcomes, decidedAt, committed, result.Rejection);
                _room.Forget(_runningLookUps is { Count: > 0 } running ? running.Min() : _committed);
                ReleaseTasks();
                return outcomes;
            }
        }
    }

    /// <summary>
    /// Ends the owner's use of the room: completes when everything is committed and the state is saved. Nothing may be posted afterwards.
    /// </summary>
    public async Task CloseAsync()
    {
        await _lastCommit;
        if (_opening.IsCompletedSuccessfully && !IsLost)
        {
            await _snapshots.FlushAsync(_room);
        }
    }

    /// <summary>Refuses every post whose outcome depends on events after <paramref name="committed"/>, if there is a rejection.</summary>
    private static void Refuse(PostOutcome[] outcomes, long[] decidedAt, long committed, Rejection? rejection)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (rejection is not null && decidedAt[i] > committed)
            {
                outcomes[i] = new PostOutcome(0, rejection);
            }
        }
    }

    /// <summary>Lets go of tasks that have succeeded: each takes more memory than the rest of an idle room.</summary>
    private void ReleaseTasks()
    {
        if (_opening.IsCompletedSuccessfully)
        {
            _opening = Task.CompletedTask;
        }

        if (_lastCommit.IsCompletedSuccessfully && _lastCommit.Result.Outcome == CommitOutcome.Committed)
        {
            _lastCommit = Committed;
        }
    }

    private Task EnsureOpenAsync() => _opening.IsFaulted ? _opening = OpenAsync(expectsRetries: true) : _opening;

    /// <summary>The commands that may be in the log although the room does not remember them.</summary>
    /// <param name="posts">The posts.</param>
    /// <param name="isAnyPossible">True if any of them may be. Otherwise only those that were decided lately.</param>
    private List<CommandKey> FindUnknown(IReadOnlyList<PostCommand> posts, bool isAnyPossible)
    {
        List<CommandKey>? unknown = null;
        foreach (var post in posts)
        {
            if (post.Key is { } key && !_room.Remembers(key) && (isAnyPossible || _recent.MayHave(key)))
            {
                (unknown ??= []).Add(key);
            }
        }

        return unknown ?? NoCommands;
    }

    private async Task<IReadOnlyDictionary<CommandKey, RoomEvent>> LookUpAsync(List<CommandKey> commands)
    {
        // The room remembers what is committed while the look-up runs, so every command is found either there or in the log.
        var committed = _committed;
        (_runningLookUps ??= []).Add(committed);
        try
        {
            return await _log.FindAsync(_name, commands);
        }
        finally
        {
            _runningLookUps.Remove(committed);
        }
    }

    private List<long> FindFacts(IReadOnlyList<PostCommand> posts)
    {
        List<long>? sequences = null;
        foreach (var post in posts)
        {
            if (_room.FindFacts(post) is { Count: > 0 } named)
            {
                (sequences ??= []).AddRange(named);
            }
        }

        return sequences ?? NoSequences;
    }

    /// <summary>Reads events from the log, which has only what is committed.</summary>
    /// <returns>The events that there are, and the sequence up to which they were looked for.</returns>
    private async Task<(Dictionary<long, RoomEvent> Events, long UpTo)> ReadFactsAsync(List<long> sequences)
    {
        if (sequences.Max() > _committed || _lastErasure > _committed)
        {
            await _lastCommit;
        }

        var upTo = _committed;
        var events = new Dictionary<long, RoomEvent>();
        foreach (var sequence in sequences.Distinct().Where(sequence => sequence > 0 && sequence <= upTo))
        {
            try
            {
                foreach (var @event in await _log.ReadAfterAsync(_name, sequence - 1, OneEvent))
                {
                    events[@event.Sequence] = @event;
                }
            }
            catch (RoomLogException exception) when (exception.Failure == RoomLogFailure.Damaged)
            {
                // Its content is as lost as an erased one, and nobody is known to be its author.
                events[sequence] = new RoomEvent(sequence, "", DateTimeOffset.UnixEpoch, ErasedContent.Encoded);
            }
        }

        return (events, upTo);
    }

    /// <summary>Decides posts and begins to commit what they became.</summary>
    /// <param name="posts">The posts.</param>
    /// <param name="found">The events that some of the commands became earlier.</param>
    /// <param name="facts">The events that the kind named; <c>null</c> if it named none. Those that are decided are added.</param>
    /// <returns>The outcome of each post, and the sequence up to which events must be committed for it to be true.</returns>
    private (PostOutcome[] Outcomes, long[] DecidedAt) DecideAndCommit(
        IReadOnlyList<PostCommand> posts, IReadOnlyDictionary<CommandKey, RoomEvent> found, Dictionary<long, RoomEvent>? facts)
    {
        try
        {
            var decidedAt = new long[posts.Count];
            var outcomes = Decide(posts, found, facts, decidedAt, out var accepted);
            if (accepted.Count > 0)
            {
                // The snapshot before may have what is erased, so it is replaced in the same transaction.
                var replacing = _lastErasure >= accepted[0].Sequence ? _snapshots.TakeIfAnyHas(_room, FirstErased(accepted)) : null;
                _lastCommit = CommitAsync(accepted, replacing, replacing is null ? _snapshots.TakeIfDue(_room) : null, _lastCommit);
            }

            return (outcomes, decidedAt);
        }
        catch
        {
            // A kind has thrown. What was decided before it will not be committed, so the room is opened again without it.
            _generation++;
            _opening = OpenAsync(expectsRetries: true);
            throw;
        }
    }

    private PostOutcome[] Decide(
        IReadOnlyList<PostCommand> posts,
        IReadOnlyDictionary<CommandKey, RoomEvent> found,
        Dictionary<long, RoomEvent>? facts,
        long[] decidedAt,
        out List<RoomEvent> accepted)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());
        var outcomes = new PostOutcome[posts.Count];
        accepted = new List<RoomEvent>(posts.Count);
        var known = facts is null ? Facts.None : new Facts(facts);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var post = posts[i];
            var decision = _room.Decide(post, now, post.Key is { } key ? found.GetValueOrDefault(key) : null, known);
            outcomes[i] = new PostOutcome(decision.Sequence, decision.Rejection);
            decidedAt[i] = decision.Accepted ? decision.Sequence : _room.Head;
            accepted.AddRange(decision.Events);
            if (decision.Events.Count > 0 && post.Key is { } decided)
            {
                _recent.Add(decided);
            }

            for (var added = 0; added < decision.Events.Count; added++)
            {
                AddFact(facts, decision.Events[added]);
            }
        }

        return outcomes;
    }

    /// <summary>Makes what was decided known to the decisions after it.</summary>
    private void AddFact(Dictionary<long, RoomEvent>? facts, RoomEvent @event)
    {
        // If another owner has continued the room, the log may have another event with this sequence already.
        facts?[@event.Sequence] = @event;
        if (ErasureContent.TryDecode(@event.Content.Span, out var erasure))
        {
            _lastErasure = @event.Sequence;
            foreach (var sequence in erasure.Sequences)
            {
                if (facts?.GetValueOrDefault(sequence) is { } erased)
                {
                    facts[sequence] = erased.Erase();
                }
            }
        }
    }

    private static long FirstErased(List<RoomEvent> events) => events
        .Select(@event => ErasureContent.TryDecode(@event.Content.Span, out var erasure) ? erasure.Sequences[0] : long.MaxValue)
        .Min();

    private async Task<CommitResult> CommitAsync(
        IReadOnlyList<RoomEvent> events, Snapshot? committed, Snapshot? saved, Task<CommitResult> previous)
    {
        var generation = _generation;
        var result = await _committer.CommitAsync(_chain, events, committed);

        // Results take effect in the order of the commits, no matter in which order their continuations run.
        await previous;
        if (generation != _generation)
        {
            return result;
        }

        if (result.Outcome == CommitOutcome.Committed)
        {
            _committed = events[^1].Sequence;
            if (saved is not null)
            {
                _snapshots.Save(saved);
            }
        }
        else
        {
            IsLost = result.Outcome == CommitOutcome.Conflict;
            _generation++;

            // A room with state takes long to open, so it is not opened again for each of a client's many retries.
            _opening = OpenAsync(expectsRetries: result.Outcome != CommitOutcome.Repeated || _room.Kind.HasState);
        }

        return result;
    }

    private async Task OpenAsync(bool expectsRetries)
    {
        // Pending commits will fail with the chain. Wait until they have, so that none can append anything after the room was read.
        await _lastCommit;
        var info = await _log.ReadRoomAsync(_name);
        var (room, snapshot) = await _opener.OpenAsync(_name, info);
        _feeds.AdvanceTo(_name, info);
        _chain = new CommitChain(_name);
        _room = room;
        _snapshots.Reset(snapshot);
        _committed = room.Head;
        _lastErasure = 0;
        if (expectsRetries)
        {
            _openedAt = room.Head > 0 ? _time.GetTimestamp() : null;
        }
    }
}
