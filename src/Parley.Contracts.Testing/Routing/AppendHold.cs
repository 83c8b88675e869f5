namespace Parley.Contracts.Testing.Routing;

/// <summary>Makes appends wait until a test releases them.</summary>
internal sealed class AppendHold
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once an append is waiting.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.TrySetResult();

    /// <summary>Called by the append.</summary>
    public Task WaitAsync()
    {
        _reached.TrySetResult();
        return _released.Task;
    }
}
