using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Commits;

/// <summary>The commits that go into one transaction. Those of one chain become one batch.</summary>
internal sealed class CommitGroup
{
    private readonly Dictionary<CommitChain, int> _chainIndexes = [];
    private readonly List<List<PendingCommit>> _commitsByChain = [];
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

        if (!_chainIndexes.TryGetValue(chain, out var index))
        {
            _chainIndexes[chain] = index = _commitsByChain.Count;
            _commitsByChain.Add([]);
        }

        _commitsByChain[index].Add(pending);
    }

    /// <summary>The batches to append, in the order in which <see cref="Complete"/> expects their outcomes.</summary>
    public List<AppendBatch> ToBatches() =>
        _commitsByChain.ConvertAll(commits => new AppendBatch(
            commits[0].Chain!.Room,
            Erasures.Apply(Concatenate(commits)),
            commits.FindLast(commit => commit.Snapshot is not null)?.Snapshot));

    /// <summary>Completes every commit after a transaction.</summary>
    /// <param name="batches">What <see cref="ToBatches"/> returned.</param>
    /// <param name="outcomes">The outcome of each batch.</param>
    /// <param name="publish">Makes the events of a batch visible. Called before the senders of the batch get their answers.</param>
    /// <param name="conflict">The rejection for batches that were left out.</param>
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
                result = outcomes[i] switch
                {
                    AppendOutcome.Repeated => new CommitResult(CommitOutcome.Repeated, conflict),
                    AppendOutcome.Full => new CommitResult(CommitOutcome.Failed, CommitRejections.For(RoomLogFailure.Full)),
                    _ => new CommitResult(CommitOutcome.Conflict, conflict),
                };
                _commitsByChain[i][0].Chain!.Failure = result;
            }

            _commitsByChain[i].ForEach(pending => pending.Complete(result));
        }

        _probes.ForEach(probe => probe.Complete(CommitResult.Committed));
    }

    /// <summary>Completes every commit after the log failed.</summary>
    public void Fail(Rejection rejection)
    {
        var result = new CommitResult(CommitOutcome.Failed, rejection);
        foreach (var pending in _commitsByChain.SelectMany(commits => commits).Concat(_probes))
        {
            if (pending.Chain is { } chain)
            {
                chain.Failure = result;
            }

            pending.Complete(result);
        }
    }

    private static IReadOnlyList<RoomEvent> Concatenate(List<PendingCommit> commits) =>
        commits.Count == 1 ? commits[0].Events : [.. commits.SelectMany(pending => pending.Events)];
}
