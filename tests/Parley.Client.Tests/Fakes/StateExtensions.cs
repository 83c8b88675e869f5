using Parley.Testing;

namespace Parley.Client.Tests.Fakes;

/// <summary>Waits for connection states.</summary>
public static class StateExtensions
{
    /// <summary>Completes at the next change to a state. Call it before the change is caused.</summary>
    public static Task<StateChange> WhenAsync(this ParleyClient parley, ConnectionState state)
    {
        var reached = new TaskCompletionSource<StateChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        parley.StateChanged += (_, change) =>
        {
            if (change.State == state)
            {
                reached.TrySetResult(change);
            }
        };
        return reached.Task.Within(state.ToString());
    }
}
