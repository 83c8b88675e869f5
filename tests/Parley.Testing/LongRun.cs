namespace Parley.Testing;

/// <summary>Whether tests of adjustable length run for a long time, or only for the time that every change can afford.</summary>
public static class LongRun
{
    /// <summary>True with <c>./eng/test --long</c>, which sets <c>TEST_LONG=1</c>.</summary>
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("TEST_LONG") == "1";
}
