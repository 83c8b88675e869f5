namespace Parley.Contracts.Testing;

/// <summary>Keeps a faulty implementation from blocking the test run.</summary>
internal static class Deadlines
{
    /// <summary>The longest a single step of a test may take. Generous, because machines are shared.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>Awaits a step.</summary>
    /// <exception cref="TimeoutException">The step has not completed in time.</exception>
    public static Task<T> InTime<T>(this Task<T> step) => step.WaitAsync(Step);

    /// <inheritdoc cref="InTime{T}"/>
    public static Task InTime(this Task step) => step.WaitAsync(Step);
}
