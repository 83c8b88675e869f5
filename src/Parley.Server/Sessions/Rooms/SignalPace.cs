namespace Parley.Server.Sessions.Rooms;

/// <summary>
/// How fast a session may send signals. Each goes to every other session in its room, under a lock, so a client that sends them in a loop
/// would take a whole core. Used only by the session's reader.
/// </summary>
internal sealed class SignalPace(TimeProvider time)
{
    /// <summary>
    /// How many deliveries of signals a session may cause in a second, and at once after a pause: a hundred signals in a room of 257
    /// sessions.
    /// </summary>
    public const int DeliveriesPerSecond = 25_600;

    private double _left = DeliveriesPerSecond;
    private long _at = time.GetTimestamp();

    /// <summary>Counts the deliveries of a signal.</summary>
    /// <returns>How long to wait before the next frame is read; zero if the session is within its pace.</returns>
    public TimeSpan Spend(int deliveries)
    {
        var now = time.GetTimestamp();
        _left = Math.Min(DeliveriesPerSecond, _left + (time.GetElapsedTime(_at, now).TotalSeconds * DeliveriesPerSecond)) - deliveries;
        _at = now;
        return _left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_left / DeliveriesPerSecond);
    }
}
