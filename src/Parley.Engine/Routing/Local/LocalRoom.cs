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

    // Touched by the scheduler's tasks only.
    private RoomOwner? _owner;
    private int _postsOfOwner;

    // Touched with the gate only.
    private TaskCompletionSource? _answered;
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
                _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                CompleteIfAnswered();
            }

            return mayClose;
        }
    }

    /// <summary>Completes when every post is answered and the state is saved.</summary>
    public async Task CloseAsync()
    {
        await _answered!.Task;
        await RunAsync(() => _owner?.CloseAsync() ?? Task.CompletedTask).Unwrap();
    }

    /// <summary>Releases those who wait for the room to close.</summary>
    public void SetClosed() => _closed!.SetResult();

    private async Task<PostOutcome[]> PostInTurnAsync(IReadOnlyList<PostCommand> posts)
    {
        try
        {
            // A lost owner is replaced only when it has answered all its posts, so that no two owners decide at the same time.
            if (_owner is null || (_owner.IsLost && _postsOfOwner == 0))
            {
                _owner = owners.Open(name);
            }

            _postsOfOwner++;
            try
            {
                return await _owner.PostAsync(posts);
            }
            finally
            {
                _postsOfOwner--;
            }
        }
        finally
        {
            lock (_gate)
            {
                _calls--;
                CompleteIfAnswered();
            }
        }
    }

    private void CompleteIfAnswered()
    {
        if (_calls == 0)
        {
            _answered?.TrySetResult();
        }
    }

    private Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
}
