namespace Parley.Testing;

/// <summary>The longest any single step of a test may take: generous, because machines are shared; reaching it is a failure.</summary>
public static class Deadline
{
    /// <summary>30 seconds.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Awaits a step; if it does not complete in time, fails saying what was waited for.</summary>
    public static async Task<T> Within<T>(this Task<T> step, string what)
    {
        try
        {
            return await step.WaitAsync(Step);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Waited {Step.TotalSeconds} s for {what}.", exception);
        }
    }

    /// <inheritdoc cref="Within{T}"/>
    public static async Task Within(this Task step, string what)
    {
        try
        {
            await step.WaitAsync(Step);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Waited {Step.TotalSeconds} s for {what}.", exception);
        }
    }
}
