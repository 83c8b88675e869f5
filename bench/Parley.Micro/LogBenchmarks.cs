using BenchmarkDotNet.Attributes;
using Parley.Engine.Logs;
using Parley.Storage.Memory;
using Parley.Storage.Sqlite;

namespace Parley.Micro;

/// <summary>Appends a batch of events to the log; on disk that is one transaction and one sync. Includes creating the events.</summary>
[MemoryDiagnoser]
public class LogBenchmarks : IAsyncDisposable
{
    private const long MaxInMemory = 100_000;

    private readonly string _directory = Path.Combine(AppContext.BaseDirectory, $"log-{Environment.ProcessId}");
    private SqliteRoomLog? _disk;
    private MemoryRoomLog _memory = new(Guid.Empty);
    private long _onDisk;
    private long _inMemory;

    [Params(1, 100, 1_000)]
    public int Events { get; set; }

    [GlobalSetup(Target = nameof(Sqlite))]
    public void Open()
    {
        _onDisk = 0;
        _disk = SqliteRoomLog.Open(Directory.CreateDirectory(_directory).FullName, TimeProvider.System, () => Guid.CreateVersion7());
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _memory.DisposeAsync();
        if (_disk is not null)
        {
            await _disk.DisposeAsync();
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Benchmark]
    public async Task<AppendOutcome> Sqlite() => (await _disk!.AppendAsync([Batch(ref _onDisk)]))[0];

    [Benchmark]
    public async Task<AppendOutcome> Memory()
    {
        if (_inMemory > MaxInMemory)
        {
            (_memory, _inMemory) = (new MemoryRoomLog(Guid.Empty), 0);
        }

        return (await _memory.AppendAsync([Batch(ref _inMemory)]))[0];
    }

    private AppendBatch Batch(ref long head)
    {
        var batch = new AppendBatch(Samples.Room, Samples.Events(head + 1, Events));
        head += Events;
        return batch;
    }
}
