using System.Runtime.CompilerServices;

namespace Parley.Client.Rooms;

/// <summary>Distributes short-lived items to any number of readers. Each has its own buffer, from the start of its enumeration to the
/// end.</summary>
internal sealed class Broadcast<TKey, TItem>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly List<LatestBuffer<TKey, TItem>> _readers = [];
    private bool _isComplete;

    public void Put(TKey key, TItem item)
    {
        lock (_gate)
        {
            foreach (var reader in _readers)
            {
                reader.Put(key, item);
            }
        }
    }

    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            _readers.ForEach(reader => reader.Complete());
        }
    }

    /// <summary>The items from the first step of the enumeration on.</summary>
    public async IAsyncEnumerable<TItem> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = Add();
        try
        {
            await foreach (var item in reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            lock (_gate)
            {
                _readers.Remove(reader);
            }
        }
    }

    private LatestBuffer<TKey, TItem> Add()
    {
        var reader = new LatestBuffer<TKey, TItem>();
        lock (_gate)
        {
            _readers.Add(reader);
            if (_isComplete)
            {
                reader.Complete();
            }
        }

        return reader;
    }
}
