namespace Parley.Command.Clients;

/// <summary>Waiting for somebody to ask to leave, and then a little longer for the server.</summary>
internal static class Patience
{
    /// <summary>How long a server may take to end the stream of somebody who asked to leave.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Completes when somebody asked to leave and the server had its time since.</summary>
    public static async Task EndAsync(TimeProvider time, CancellationToken leave)
    {
        await AskedAsync(leave);
        await Task.Delay(Limit, time, CancellationToken.None);
    }

    private static async Task AskedAsync(CancellationToken leave)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = leave.UnsafeRegister(static asked => ((TaskCompletionSource)asked!).TrySetResult(), asked);
        await asked.Task;
    }
}
