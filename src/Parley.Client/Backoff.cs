namespace Parley.Client;

/// <summary>How long a client waits before it connects again.</summary>
/// <remarks>
/// <para>Attempt n waits a random time between <c>(1 - Jitter)</c> times and once the smaller of <c>Initial * Multiplier^n</c> and
/// <c>Max</c>. After a session that lasted longer than <c>Max</c> it begins with attempt 0 again.</para>
/// <para>The growth is that of gRPC's connection backoff, 1 s and 1.6; two things are not. gRPC waits at least 0.8 s and up to 120 s: right
/// for a channel nobody looks at, long for a person in a room. And a jitter of 0.2 lets all clients of a server that restarted come back in
/// the same fifth of a second. A full jitter spreads them over the whole wait, and 5 s at most has everybody back within 5 s of the
/// server's return, however long it was away.</para>
/// </remarks>
public sealed record Backoff
{
    /// <summary>Longest wait before the first attempt to reconnect. More than 0; default 1 s.</summary>
    public TimeSpan Initial { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much longer each further wait may be. 1 or more; default 1.6.</summary>
    public double Multiplier { get; init; } = 1.6;

    /// <summary>Part of a wait that is random: 0 for none, 1 for all of it. Default 1.</summary>
    public double Jitter { get; init; } = 1;

    /// <summary>Longest wait of all. At least <see cref="Initial"/>; default 5 s.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The wait before an attempt.</summary>
    /// <param name="attempt">How many attempts failed before it: 0 or more.</param>
    /// <param name="random">A number from 0 to 1.</param>
    public TimeSpan Delay(int attempt, double random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        var longest = Math.Min(Max.TotalSeconds, Initial.TotalSeconds * Math.Pow(Multiplier, attempt));
        return TimeSpan.FromSeconds(longest * (1 - Jitter + (Jitter * random)));
    }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Initial, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Multiplier, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Jitter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Jitter, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Max, Initial);
    }
}
