using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Rooms;

/// <summary>
/// What surrounds a room's pure rules: looks up earlier commands, decides at once, and answers when the log has the events. A room numbers new
/// events while earlier ones are being committed.
/// </summary>
/// <remarks>
/// Calls may interleave at awaits but must never run at the same time: whoever holds an owner runs it on one scheduler that executes one
/// continuation at a time. After a failed commit only the log knows where the room stands, because a disk may have kept what it reported as
/// failed. The owner then waits for its pending commits, reads the head again and goes on from there.
/// </remarks>
public sealed class RoomOwner
{
    private const int MaxRemembered = 1_024;

    private static readonly TimeSpan LookUpPeriod = TimeSpan.FromMinutes(1);

    private static readonly IReadOnlyDictionary<CommandKey, RoomEvent> NothingFound = new Dictionary<CommandKey, RoomEvent>();

    private readonly string _name;
    private readonly IRoomLog _log;
    private readonly FeedDirectory _feeds;
    private readonly Committer _committer;
    private readonly TimeProvider _time;
    private readonly List<long> _runningLookUps = [];
    private Room _room = new(0);
    private CommitChain _chain;
    private long _committed;
    private int _generation;
    private long? _lookUpsBegan;
    private Task<CommitResult> _lastCommit = Task.FromResult(CommitResult.Committed);
    private Task _opening;

    internal RoomOwner(string name, IRoomLog log, FeedDirectory feeds, Committer committer, TimeProvider time)
    {
        (_name, _log, _feeds, _committer, _time) = (name, log, feeds, committer, time);
        _chain = new CommitChain(name);
        _opening = OpenAsync();
    }

    /// <summary>True once another owner has continued this room. This owner must not be used any more.</summary>
    public bool IsLost { get; private set; }

    /// <summary>
    /// True for a while after a room with events was opened: after a restart, clients retry commands that this owner does not remember. Finding
    /// such a retry in the log's index fails everything decided after it, which is then decided again. A look-up costs only itself, but every
    /// post pays for it.
    /// </summary>
    private bool LooksUpCommands => _lookUpsBegan is { } began && _time.GetElapsedTime(began) < LookUpPeriod;

    /// <summary>Decides posts in order. Completes when every outcome is certain: committed, or refused.</summary>
    /// <exception cref="RoomLogException">The log cannot be read. Nothing was decided.</exception>
    public async Task<PostOutcome[]> PostAsync(IReadOnlyList<PostCommand> posts)
    {
        for (var isRepeated = false; ; isRepeated = true)
        {
            IReadOnlyDictionary<CommandKey, RoomEvent> found;
            int generation;
            do
            {
                generation = _generation;
                await OpenedAsync();
                found = (isRepeated || LooksUpCommands) && FindUnknown(posts) is { Count: > 0 } unknown
                    ? await LookUpAsync(unknown)
                    : NothingFound;
            }
            while (generation != _generation);

            // No await between here and the commit: what was looked up must still be true when the posts are decided.
            var committed = _committed;
            var outcomes = Decide(posts, found, out var accepted);
            if (accepted.Count > 0)
            {
                _lastCommit = CommitAsync(accepted, _lastCommit);
            }

            // A retry of a command that is still being committed is answered when that commit is; a later commit implies the earlier ones.
            var result = outcomes.Any(outcome => outcome.Sequence > committed) ? await _lastCommit : CommitResult.Committed;
            if (result.Outcome != CommitOutcome.Repeated)
            {
                Refuse(outcomes, committed, result.Rejection);
                _room.Forget(MaxRemembered, _runningLookUps.Count == 0 ? _committed : _runningLookUps.Min());
                return outcomes;
            }
        }
    }

    private static void Refuse(PostOutcome[] outcomes, long committed, Rejection? rejection)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (rejection is not null && outcomes[i].Sequence > committed)
            {
                outcomes[i] = new PostOutcome(0, rejection);
            }
        }
    }

    private Task OpenedAsync() => _opening.IsFaulted ? _opening = OpenAsync() : _opening;

    private List<CommandKey> FindUnknown(IReadOnlyList<PostCommand> posts) =>
        [.. posts.Where(post => post.Key is { } key && !_room.Remembers(key)).Select(post => post.Key!.Value).Distinct()];

    private async Task<IReadOnlyDictionary<CommandKey, RoomEvent>> LookUpAsync(List<CommandKey> commands)
    {
        // What is committed while the look-up runs stays remembered, so that every command is found in one place or the other.
        var began = _committed;
        _runningLookUps.Add(began);
        try
        {
            return await _log.FindAsync(_name, commands);
        }
        finally
        {
            _runningLookUps.Remove(began);
        }
    }

    private PostOutcome[] Decide(
        IReadOnlyList<PostCommand> posts, IReadOnlyDictionary<CommandKey, RoomEvent> found, out List<RoomEvent> accepted)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());
        var outcomes = new PostOutcome[posts.Count];
        accepted = new List<RoomEvent>(posts.Count);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var post = posts[i];
            var decision = _room.Decide(post, now, post.Key is { } key ? found.GetValueOrDefault(key) : null);
            outcomes[i] = new PostOutcome(decision.Event?.Sequence ?? 0, decision.Rejection);
            if (decision is { Accepted: true, Repeated: false })
            {
                accepted.Add(decision.Event);
            }
        }

        return outcomes;
    }

    private async Task<CommitResult> CommitAsync(IReadOnlyList<RoomEvent> events, Task<CommitResult> previous)
    {
        var generation = _generation;
        var result = await _committer.CommitAsync(_chain, events);
        await previous;
        if (generation != _generation)
        {
            return result;
        }

        if (result.Outcome == CommitOutcome.Committed)
        {
            _committed = events[^1].Sequence;
        }
        else
        {
            IsLost = result.Outcome == CommitOutcome.Conflict;
            _generation++;
            _opening = OpenAsync();
        }

        return result;
    }

    private async Task OpenAsync()
    {
        await _lastCommit;
        var head = await _log.ReadHeadAsync(_name);
        _feeds.AdvanceTo(_name, head);
        _chain = new CommitChain(_name);
        _room = new Room(head);
        _committed = head;
        _lookUpsBegan = head > 0 ? _time.GetTimestamp() : null;
    }
}
