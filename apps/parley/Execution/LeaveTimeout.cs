namespace Parley.Command.Execution;

/// <summary>How long work that the user has cancelled may take to end cleanly.</summary>
internal static class LeaveTimeout
{
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <summary>Completes when the timeout has elapsed after the token was cancelled. Never throws.</summary>
    public static async Task ElapsedAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await CancelledAsync(cancellationToken);
        await Task.Delay(Duration, time, CancellationToken.None);
    }

    private static async Task CancelledAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.UnsafeRegister(
            static state => ((TaskCompletionSource)state!).TrySetResult(), cancelled);
        await cancelled.Task;
    }
}
