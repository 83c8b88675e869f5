namespace Parley.Testing;

/// <summary>The longest that a single step of a test may take. It is generous, because machines are shared.</summary>
public static class Deadline
{
    /// <summary>30 seconds.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Awaits a step. If it does not complete within <see cref="Step"/>, fails and names what was awaited.</summary>
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
