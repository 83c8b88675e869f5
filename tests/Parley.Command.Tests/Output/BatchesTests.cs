using System.Threading.Channels;
using Parley.Command.Output;

namespace Parley.Command.Tests.Output;

public sealed class BatchesTests
{
    private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
    private readonly List<int[]> _batches = [];

    [Fact]
    public async Task InBatches_MoreThanMaxCount_AreSplit()
    {
        Write(1, 2, 3, 4, 5);
        _items.Writer.Complete();

        await CollectAsync();

        Assert.Equal([[1, 2], [3, 4], [5]], _batches);
    }

    [Fact]
    public async Task InBatches_NothingMoreReady_GivesWhatIsThere()
    {
        Write(1);
        await using var batches = _items.Reader.ReadAllAsync().InBatchesAsync(2).GetAsyncEnumerator();

        Assert.True(await batches.MoveNextAsync());
        Assert.Equal([1], batches.Current);
    }

    [Fact]
    public async Task InBatches_SourceFails_GivesWhatCameBefore()
    {
        Write(1);
        _items.Writer.Complete(new InvalidOperationException("broken"));

        await Assert.ThrowsAsync<InvalidOperationException>(CollectAsync);

        Assert.Equal([[1]], _batches);
    }

    private void Write(params int[] items) => Array.ForEach(items, item => _items.Writer.TryWrite(item));

    private async Task CollectAsync()
    {
        await foreach (var batch in _items.Reader.ReadAllAsync().InBatchesAsync(2))
        {
            _batches.Add([.. batch]);
        }
    }
}
