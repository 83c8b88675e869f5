using System.Runtime.CompilerServices;

namespace Parley.Client.Rooms;

/// <summary>Short-lived items for one reader: only the latest of each key. At <see cref="Capacity"/> keys, a new key drops the
/// oldest.</summary>
internal sealed class LatestBuffer<TKey, TItem>
    where TKey : notnull
{
    /// <summary>How many keys may wait for the reader.</summary>
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

    /// <summary>All items until the buffer is completed.</summary>
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

    /// <summary>The items that are ready, and the task to wait for after them; <c>null</c> at the end.</summary>
    private (TItem[] Items, Task? Wait) Take()
    {
        lock (_gate)
        {
            TItem[] items = [.. _items.Values];
            _items.Clear();
            var wait = items.Length > 0
                ? Task.CompletedTask
                : (_readable ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return (items, _isComplete ? null : wait);
        }
    }

    private void Wake_NeedsGate()
    {
        _readable?.TrySetResult();
        _readable = null;
    }
}
