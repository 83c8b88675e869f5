using Grpc.Core;
using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Crashes;

/// <summary>Writers and readers in several rooms at once, each on a connection of its own, until their streams end.</summary>
internal sealed class Load
{
    private const int Writers = 4;
    private const int Readers = 4;

    private readonly TaskCompletionSource _firstAck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _wanted;
    private int _acks;

    /// <summary>Begins.</summary>
    /// <param name="server">Where.</param>
    /// <param name="records">One for each room.</param>
    /// <param name="round">Part of every text, so that texts are unique over all rounds.</param>
    /// <param name="acks">After how many echoes it is enough.</param>
    public Load(ServerProcess server, IReadOnlyList<RoomRecord> records, int round, int acks)
    {
        _wanted = acks;
        Read = Task.WhenAll(records.SelectMany(_ => Enumerable.Range(0, Readers), (record, i) =>
            LoadReader.RunAsync(server.Connect(), record, $"reader {i} in round {round}", history: i == 0 ? 50 : 0)));
        Written = Task.WhenAll(records.SelectMany(_ => Enumerable.Range(0, Writers), (record, i) =>
            new LoadWriter(server.Connect(), record, $"writer-{i}", round, Acknowledged).RunAsync()));
    }

    /// <summary>Completes at the first echo.</summary>
    public Task FirstAck => _firstAck.Task;

    /// <summary>Completes when as many echoes as wanted have come.</summary>
    public Task Enough => _enough.Task;

    /// <summary>Completes when every writer's stream has ended.</summary>
    /// <returns>How each ended.</returns>
    public Task<(string Writer, Status End)[]> Written { get; }

    /// <summary>Completes when every reader's stream has ended.</summary>
    public Task Read { get; }

    private void Acknowledged()
    {
        _firstAck.TrySetResult();
        if (Interlocked.Increment(ref _acks) == _wanted)
        {
            _enough.SetResult();
        }
    }
}
