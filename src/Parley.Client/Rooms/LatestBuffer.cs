using System.Runtime.CompilerServices;

namespace Parley.Client.Rooms;

/// <summary>Passing things for one reader: only the latest of each key, and no more than <see cref="Capacity"/> keys; the oldest give way.</summary>
internal sealed class LatestBuffer<TKey, TItem>
    where TKey : notnull
{
    /// <summary>Keys that may wait for a reader.</summary>
    public const int Capacity = 1024;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<TKey, TItem> _items = [];
    private TaskCompletionSource? _readable;
    private bool _isComplete;

    public void Put(TKey key, TItem item)
    {
        lock (_gate)
        {
            if (!_items.Remove(key) && _items.Count == Capacity)
            {
                _items.RemoveAt(0);
            }

            _items.Add(key, item);
            Wake_NeedsGate();
        }
    }

    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Wake_NeedsGate();
        }
    }

    /// <summary>What comes, until the buffer is completed.</summary>
    public async IAsyncEnumerable<TItem> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (items, wait) = Take();
            foreach (var item in items)
            {
                yield return item;
            }

            if (wait is null)
            {
                yield break;
            }

            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is there, and what to wait for then; nothing to wait for at the end.</summary>
    private (TItem[] Items, Task? Wait) Take()
    {
        lock (_gate)
        {
            TItem[] items = [.. _items.Values];
            _items.Clear();
            return (items, _isComplete ? null : items.Length > 0 ? Task.CompletedTask : (_readable ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
        }
    }

    private void Wake_NeedsGate()
    {
        _readable?.TrySetResult();
        _readable = null;
    }
}
