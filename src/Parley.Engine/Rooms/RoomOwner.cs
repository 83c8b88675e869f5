using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Rooms;

/// <summary>
/// What a room's owner does around the pure rules: looks up old commands, decides at once, and answers when the log has it. Calls
/// interleave at awaits but never run at the same time; a room accepts and numbers while earlier events are being committed.
/// </summary>
/// <remarks>
/// After a failed commit only the log knows where the room is: a disk may keep what it reported as failed. The owner then
/// waits for everything on its way, reads the head again and goes on from there.
/// </remarks>
internal sealed class RoomOwner
{
    private const int MaxRemembered = 1_024;

    private static readonly TimeSpan WaryFor = TimeSpan.FromMinutes(1);

    private static readonly IReadOnlyDictionary<CommandKey, RoomEvent> NothingFound = new Dictionary<CommandKey, RoomEvent>();

    private readonly string _name;
    private readonly IRoomLog _log;
    private readonly FeedDirectory _feeds;
    private readonly Committer _committer;
    private readonly TimeProvider _time;
    private readonly List<long> _lookUps = [];
    private Room _room = new(0);
    private CommitChain _chain;
    private long _committed;
    private int _generation;
    private long? _warySince;
    private Task<CommitResult> _lastCommit = Task.FromResult(CommitResult.Committed);
    private Task _opening;

    public RoomOwner(string name, IRoomLog log, FeedDirectory feeds, Committer committer, TimeProvider time)
    {
        (_name, _log, _feeds, _committer, _time) = (name, log, feeds, committer, time);
        _chain = new CommitChain(name);
        _opening = OpenAsync();
    }

    /// <summary>
    /// True for a while after a room with events was opened, which is when retries of what it does not remember come: after a restart, or
    /// after one was found. Each of them costs everything that was decided on it another decision; a look-up costs only itself, but every post.
    /// </summary>
    private bool IsWary => _warySince is { } since && _time.GetElapsedTime(since) < WaryFor;

    /// <summary>True once somebody else continued this room: this owner should be given up.</summary>
    public bool Lost { get; private set; }

    /// <summary>Decides posts in order. Completes when every outcome is certain: committed, or refused.</summary>
    /// <exception cref="RoomLogException">The log cannot be read; nothing was decided.</exception>
    public async Task<PostOutcome[]> PostAsync(IReadOnlyList<PostCommand> posts)
    {
        for (var isRepeated = false; ; isRepeated = true)
        {
            IReadOnlyDictionary<CommandKey, RoomEvent> found;
            int generation;
            do
            {
                generation = _generation;
                await ReadyAsync();
                found = NothingFound;
                if ((isRepeated || IsWary) && Unknown(posts) is { Count: > 0 } unknown)
                {
                    // What is committed while the look-up runs stays remembered, so a command is found in one place or the other.
                    var since = _committed;
                    _lookUps.Add(since);
                    try
                    {
                        found = await _log.FindAsync(_name, unknown);
                    }
                    finally
                    {
                        _lookUps.Remove(since);
                    }
                }
            }
            while (generation != _generation);

            // No await between here and the commit: what was looked up is still all there is to know.
            var committed = _committed;
            var outcomes = Decide(posts, found, out var accepted);
            if (accepted.Count > 0)
            {
                _lastCommit = CommitAsync(accepted, _lastCommit);
            }

            // A retry of something that is still being committed is answered when that is; later commits imply earlier ones.
            var result = outcomes.Any(outcome => outcome.Sequence > committed) ? await _lastCommit : CommitResult.Committed;
            if (result.Outcome != CommitOutcome.Repeated)
            {
                Refuse(outcomes, committed, result.Rejection);
                _room.Forget(MaxRemembered, _lookUps.Count == 0 ? _committed : _lookUps.Min());
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

    private Task ReadyAsync() => _opening.IsFaulted ? _opening = OpenAsync() : _opening;

    private List<CommandKey> Unknown(IReadOnlyList<PostCommand> posts) =>
        [.. posts.Where(post => post.Key is { } key && !_room.Remembers(key)).Select(post => post.Key!.Value).Distinct()];

    private PostOutcome[] Decide(IReadOnlyList<PostCommand> posts, IReadOnlyDictionary<CommandKey, RoomEvent> found, out List<RoomEvent> accepted)
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
            Lost = result.Outcome == CommitOutcome.Conflict;
            _generation++;
            _opening = OpenAsync();
        }

        return result;
    }

    private async Task OpenAsync()
    {
        await _lastCommit;
        var head = await _log.ReadHeadAsync(_name);
        _feeds.Reach(_name, head);
        _chain = new CommitChain(_name);
        _room = new Room(head);
        _committed = head;
        _warySince = head > 0 ? _time.GetTimestamp() : null;
    }
}
