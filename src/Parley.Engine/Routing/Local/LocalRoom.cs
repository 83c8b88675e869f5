using Parley.Engine.Rooms;
using Parley.Rooms;

namespace Parley.Engine.Routing.Local;

/// <summary>A room that is awake in this process: runs its owner, and knows whether it is in use.</summary>
/// <param name="name">The room.</param>
/// <param name="owners">Opens the room's owner.</param>
internal sealed class LocalRoom(string name, RoomOwners owners)
{
    private readonly RoomScheduler _scheduler = new();
    private readonly object _gate = new();

    // The owner is touched by the scheduler's tasks only, everything else with the gate.
    private RoomOwner? _owner;
    private TaskCompletionSource? _closed;
    private int _calls;
    private bool _wasUsed;

    public string Name => name;

    /// <summary>Completes when a room that is closing has closed, so that another one may take its place.</summary>
    public Task Closed => _closed!.Task;

    /// <summary>Posts in order.</summary>
    /// <returns>The outcomes; <c>null</c> if the room is closing.</returns>
    public Task<PostOutcome[]>? TryPostAsync(IReadOnlyList<PostCommand> posts)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                return null;
            }

            _calls++;
            _wasUsed = true;
        }

        return RunAsync(() => PostInTurnAsync(posts)).Unwrap();
    }

    /// <summary>Begins to close the room: it takes no further posts. Call <see cref="CloseAsync"/> next.</summary>
    /// <param name="onlyIfIdle">Does nothing if there was a post since the last call.</param>
    /// <returns>False if the room stays open, or was closing already.</returns>
    public bool TryBeginClose(bool onlyIfIdle)
    {
        lock (_gate)
        {
            var mayClose = _closed is null && !(onlyIfIdle && (_wasUsed || _calls > 0));
            _wasUsed = false;
            if (mayClose)
            {
                _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return mayClose;
        }
    }

    /// <summary>Completes when everything is committed and the state is saved.</summary>
    public Task CloseAsync() => RunAsync(() => _owner?.CloseAsync() ?? Task.CompletedTask).Unwrap();

    /// <summary>Lets those go on who wait for the room to be closed.</summary>
    public void SetClosed() => _closed!.SetResult();

    private async Task<PostOutcome[]> PostInTurnAsync(IReadOnlyList<PostCommand> posts)
    {
        try
        {
            if (_owner is null or { IsLost: true })
            {
                _owner = owners.Open(name);
            }

            return await _owner.PostAsync(posts);
        }
        finally
        {
            lock (_gate)
            {
                _calls--;
            }
        }
    }

    private Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
}
