namespace Parley.Client;

/// <summary>How long a client waits before it connects again.</summary>
/// <remarks>
/// <para>Attempt n, counted from 0, waits a random time between <c>(1 - Jitter) * d</c> and <c>d</c>, where <c>d</c> is the smaller of
/// <c>Initial * Multiplier^n</c> and <c>Max</c>. After a session that lasted longer than <c>Max</c>, the count starts at 0 again.</para>
/// <para>The first wait and the growth, 1 s and 1.6, are those of gRPC's connection backoff. Two values differ. gRPC waits between 0.8 s
/// and 120 s: fine for a channel in the background, too long for a person in a room. And gRPC's jitter of 0.2 brings all clients of a
/// restarted server back within the same fifth of a second. Full jitter spreads them over the whole wait, and with a maximum of 5 s all of
/// them are back within 5 s of the server's return, however long it was away.</para>
/// </remarks>
public sealed record Backoff
{
    /// <summary>Longest wait before the first attempt to reconnect. More than 0; default 1 s.</summary>
    public TimeSpan Initial { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Factor by which the longest wait grows with each failed attempt. At least 1; default 1.6.</summary>
    public double Multiplier { get; init; } = 1.6;

    /// <summary>Share of a wait that is random, from 0 (none of it) to 1 (all of it). Default 1.</summary>
    public double Jitter { get; init; } = 1;

    /// <summary>Longest wait of all. At least <see cref="Initial"/>; default 5 s.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calculates the wait before an attempt.</summary>
    /// <param name="attempt">How many attempts have failed before this one: 0 or more.</param>
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
