namespace Parley.Testing;

/// <summary>Whether tests whose length is a choice run as long as is worth waiting for, not as long as every change can wait.</summary>
public static class LongRun
{
    /// <summary>True with <c>./eng/test --long</c>, that is <c>PARLEY_LONG=1</c>.</summary>
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("PARLEY_LONG") == "1";
}
