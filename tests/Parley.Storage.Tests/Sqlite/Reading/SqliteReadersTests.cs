using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Reading;
using Parley.Testing;

namespace Parley.Storage.Tests.Sqlite.Reading;

public sealed class SqliteReadersTests : IAsyncLifetime
{
    private const int Pages = 100;
    private static readonly PageLimit Page = new(1, 1);

    private readonly string _directory = Directory.CreateTempSubdirectory("parley-readers-").FullName;
    private readonly ManualResetEventSlim _held = new();
    private SqliteConnection _writer = null!;
    private SqliteReaders _readers = null!;

    public ValueTask InitializeAsync()
    {
        var path = Path.Combine(_directory, "parley.db");
        File.Create(path).Dispose();
        _writer = LogDatabase.OpenWriter(path, TimeProvider.System, maxWriteAheadBytes: 1 << 20);
        _readers = new SqliteReaders(path, new ReaderGate());
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _held.Set();
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
        _held.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task LookUp_PagesQueued_DoesNotWaitForThem()
    {
        var pages = Enumerable.Range(0, Pages).Select(_ => ReadHeldPageAsync(TestContext.Current.CancellationToken)).ToList();

        Assert.Equal(7, await _readers.LookUpAsync(_ => 7).Within("a look-up beside pages"));
        Assert.Equal(8, await _readers.ReadPageAsync(Page with { IsUrgent = true }, (_, _) => 8, CancellationToken.None)
            .Within("a page that a post waits for"));

        Assert.All(pages, page => Assert.False(page.IsCompleted));
        _held.Set();
        await Task.WhenAll(pages).Within("the pages");
    }

    [Fact]
    public async Task ReadPage_CancelledWhileWaiting_IsNeverRun()
    {
        using var cancel = new CancellationTokenSource();
        var running = Enumerable.Range(0, Pages).Select(_ => ReadHeldPageAsync(CancellationToken.None)).ToList();
        var runs = 0;
        var waiting = _readers.ReadPageAsync(Page, (_, _) => ++runs, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within("the cancelled read"));
        _held.Set();
        await Task.WhenAll(running).Within("the other reads");
        await _readers.ReadPageAsync(Page, (_, _) => 0, CancellationToken.None).Within("a later read");
        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task ReadPage_CancelledWhileRunning_EndsEarly()
    {
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var read = _readers.ReadPageAsync(
            Page,
            (_, cancelled) =>
            {
                started.SetResult();
                cancelled.WaitHandle.WaitOne(Deadline.Step);
                cancelled.ThrowIfCancellationRequested();
                return 0;
            },
            cancel.Token);
        await started.Task.Within("the start of the read");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.Within("the cancelled read"));
    }

    private Task<int> ReadHeldPageAsync(CancellationToken cancellationToken) => _readers.ReadPageAsync(
        Page,
        (_, _) =>
        {
            _held.Wait(cancellationToken);
            return 0;
        },
        cancellationToken);
}
