using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Retention;

/// <summary>Removes the events that rooms no longer keep, in small steps beside posting.</summary>
/// <remarks>
/// The rooms of a kind with state keep the events after their last snapshot, because the state is computed from both. Rooms of a kind that
/// the server does not know, or knows only in an older version, keep everything.
/// </remarks>
public sealed class RoomRetention
{
    private const int RoomsInPage = 1_000;

    // Free pages are moved to the end of the file one by one, so little at once.
    private const long CompactedAtOnce = 1_048_576;

    private readonly IRoomLog _log;
    private readonly FeedDirectory _feeds;
    private readonly RoomKinds _kinds;
    private readonly TimeProvider _time;
    private readonly ILogger<RoomRetention> _logger;
    private readonly int _maxStep;
    private readonly List<RetentionRule> _rules;

    /// <summary>Retention by the given rules.</summary>
    /// <exception cref="OptionsValidationException">A rule is malformed.</exception>
    public RoomRetention(
        IRoomLog log,
        FeedDirectory feeds,
        RoomKinds kinds,
        IOptions<RetentionOptions> options,
        TimeProvider time,
        ILogger<RoomRetention> logger)
    {
        (_log, _feeds, _kinds, _time, _logger) = (log, feeds, kinds, time, logger);
        (_maxStep, _rules) = (options.Value.MaxStep, Parse(options.Value.Keep ?? []));
    }

    /// <summary>False if every room keeps everything.</summary>
    public bool HasRules => _rules.Any(rule => !rule.IsForever);

    /// <summary>Looks at every room once, and removes what it no longer keeps.</summary>
    /// <param name="cancellationToken">Ends the pass after the present step.</param>
    /// <returns>How many events were removed.</returns>
    /// <exception cref="RoomLogException">The log cannot be read or written. The next pass continues.</exception>
    /// <exception cref="OperationCanceledException">The pass was cancelled.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var (removed, rooms) = (0L, 0L);
        var after = "";
        while (await _log.ListRoomsAsync(after, RoomsInPage, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var room in page)
            {
                var count = await TrimAsync(room, cancellationToken);
                (removed, rooms) = (removed + count, rooms + (count > 0 ? 1 : 0));
            }

            after = page[^1].Name;
        }

        if (removed > 0)
        {
            RetentionLogMessages.Removed(_logger, removed, rooms);
            await CompactAsync(cancellationToken);
        }

        return removed;
    }

    /// <summary>Removes from a room what it is not to keep, once.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="keep">What is kept. More is kept if the room could not be opened otherwise; see <see cref="TrimHold"/>.</param>
    /// <param name="cancellationToken">Ends the work after the present step.</param>
    /// <exception cref="RoomLogException">The log cannot be read or written. A part may be removed.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public async Task<TrimResult> TrimAsync(string room, KeepLimit keep, CancellationToken cancellationToken)
    {
        var info = await _log.ReadRoomAsync(room);
        var (highest, hold) = await FindHighestFloorAsync(room, info);
        var floor = info.Floor;
        long wanted;
        while (Math.Min(highest, wanted = await _log.FindFloorAsync(room, keep, cancellationToken)) is var next && next > floor)
        {
            while (floor < next)
            {
                cancellationToken.ThrowIfCancellationRequested();
                floor = await _log.TrimAsync(room, next, _maxStep);
                _feeds.RaiseFloor(room, floor);
            }
        }

        return new TrimResult(info with { Floor = floor }, floor - info.Floor, wanted > floor ? hold : TrimHold.None);
    }

    /// <summary>Gives the space of removed events back to the disk, in small steps beside posting.</summary>
    /// <param name="cancellationToken">Ends the work after the present step.</param>
    /// <exception cref="RoomLogException">The log cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <returns>How many bytes were given back; 0 or more.</returns>
    public async Task<long> CompactAsync(CancellationToken cancellationToken)
    {
        var freed = 0L;
        while (await _log.CompactAsync(CompactedAtOnce) is var bytes and > 0)
        {
            freed += bytes;
            cancellationToken.ThrowIfCancellationRequested();
        }

        return freed;
    }

    internal static List<RetentionRule> Parse(IEnumerable<string> rules)
    {
        var parsed = new List<RetentionRule>();
        foreach (var text in rules)
        {
            parsed.Add(RetentionRule.TryParse(text, out var rule, out var error)
                ? rule
                : throw new OptionsValidationException(nameof(RetentionOptions.Keep), typeof(RetentionOptions), [error]));
        }

        return parsed;
    }

    private async Task<long> TrimAsync(RoomHead room, CancellationToken cancellationToken)
    {
        if (_rules.Find(rule => rule.Matches(room.Name)) is not { IsForever: false } rule)
        {
            return 0;
        }

        return (await TrimAsync(room.Name, rule.ToLimit(_time.GetUtcNow()), cancellationToken)).Removed;
    }

    /// <summary>The floor up to which a room can be trimmed and still be opened, and why no further.</summary>
    private async Task<(long Floor, TrimHold Hold)> FindHighestFloorAsync(string name, RoomInfo room)
    {
        if (room.Created is not { } created)
        {
            return (long.MaxValue, TrimHold.None);
        }

        var kind = ClosedKind.Find(created, _kinds);
        if (kind is ClosedKind)
        {
            return (1, TrimHold.UnknownKind);
        }

        return !kind.HasState ? (long.MaxValue, TrimHold.None)
            : await _log.ReadSnapshotAsync(name) is { } snapshot && snapshot.IsReadableBy(kind) ? (snapshot.Sequence + 1, TrimHold.State)
            : (1, TrimHold.NoSnapshot);
    }
}
