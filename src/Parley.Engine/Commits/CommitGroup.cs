using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Commits;

/// <summary>What goes into one transaction: for each chain one batch, of all its commits that waited.</summary>
internal sealed class CommitGroup
{
    private readonly Dictionary<CommitChain, int> _indexes = [];
    private readonly List<List<PendingCommit>> _links = [];
    private readonly List<PendingCommit> _probes = [];

    /// <summary>How many commits are in the group.</summary>
    public int Count { get; private set; }

    /// <summary>How many events are in the group.</summary>
    public int Events { get; private set; }

    public void Add(PendingCommit pending)
    {
        Count++;
        Events += pending.Events.Count;
        if (pending.Chain is not { } chain)
        {
            _probes.Add(pending);
            return;
        }

        if (!_indexes.TryGetValue(chain, out var index))
        {
            _indexes[chain] = index = _links.Count;
            _links.Add([]);
        }

        _links[index].Add(pending);
    }

    /// <summary>The batches to append, in an order that <see cref="Complete"/> takes the outcomes in.</summary>
    public List<AppendBatch> ToBatches() => _links.ConvertAll(links => new AppendBatch(links[0].Chain!.Room, Concatenate(links)));

    /// <summary>Answers everybody after a transaction.</summary>
    /// <param name="batches">What was appended.</param>
    /// <param name="outcomes">What became of each.</param>
    /// <param name="publish">Shows appended events, before those who sent them are answered.</param>
    /// <param name="conflict">What is answered where nothing was appended.</param>
    public void Complete(List<AppendBatch> batches, IReadOnlyList<AppendOutcome> outcomes, Action<AppendBatch> publish, Rejection conflict)
    {
        for (var i = 0; i < batches.Count; i++)
        {
            var result = CommitResult.Committed;
            if (outcomes[i] == AppendOutcome.Appended)
            {
                publish(batches[i]);
            }
            else
            {
                result = new CommitResult(outcomes[i] == AppendOutcome.Repeated ? CommitOutcome.Repeated : CommitOutcome.Conflict, conflict);
                _links[i][0].Chain!.Failure = result;
            }

            _links[i].ForEach(pending => pending.Complete(result));
        }

        _probes.ForEach(probe => probe.Complete(CommitResult.Committed));
    }

    /// <summary>Answers everybody after a failure.</summary>
    public void Fail(Rejection rejection)
    {
        var result = new CommitResult(CommitOutcome.Failed, rejection);
        foreach (var pending in _links.SelectMany(links => links).Concat(_probes))
        {
            if (pending.Chain is { } chain)
            {
                chain.Failure = result;
            }

            pending.Complete(result);
        }
    }

    private static IReadOnlyList<RoomEvent> Concatenate(List<PendingCommit> links) =>
        links.Count == 1 ? links[0].Events : [.. links.SelectMany(pending => pending.Events)];
}
