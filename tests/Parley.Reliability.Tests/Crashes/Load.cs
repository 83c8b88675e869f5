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
    private readonly TaskCompletionSource _enoughAcks = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _wantedAcks;
    private int _acks;

    /// <summary>Starts the writers and readers.</summary>
    /// <param name="server">The server.</param>
    /// <param name="records">One for each room.</param>
    /// <param name="round">Part of every text, so that texts are unique over all rounds.</param>
    /// <param name="acks">How many echoes complete <see cref="EnoughAcks"/>.</param>
    public Load(ServerProcess server, IReadOnlyList<RoomRecord> records, int round, int acks)
    {
        _wantedAcks = acks;
        ReadersEnded = Task.WhenAll(records.SelectMany(_ => Enumerable.Range(0, Readers), (record, i) =>
            LoadReader.RunAsync(server.Connect(), record, $"reader {i} in round {round}", history: i == 0 ? 50 : 0)));
        WritersEnded = Task.WhenAll(records.SelectMany(_ => Enumerable.Range(0, Writers), (record, i) =>
            new LoadWriter(server.Connect(), record, $"writer-{i}", round, OnAcknowledged).RunAsync()));
    }

    /// <summary>Completes at the first echo.</summary>
    public Task FirstAck => _firstAck.Task;

    /// <summary>Completes when the writers have received as many echoes as wanted.</summary>
    public Task EnoughAcks => _enoughAcks.Task;

    /// <summary>Completes when every writer's stream has ended.</summary>
    /// <returns>How each stream ended.</returns>
    public Task<(string Writer, Status End)[]> WritersEnded { get; }

    /// <summary>Completes when every reader's stream has ended.</summary>
    public Task ReadersEnded { get; }

    private void OnAcknowledged()
    {
        _firstAck.TrySetResult();
        if (Interlocked.Increment(ref _acks) == _wantedAcks)
        {
            _enoughAcks.SetResult();
        }
    }
}
