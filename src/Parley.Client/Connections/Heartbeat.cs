namespace Parley.Client.Connections;

/// <summary>Says something when nobody else does, and notices when the server says nothing for two heartbeats.</summary>
internal sealed class Heartbeat(int seconds, Outbox outbox, TimeProvider time)
{
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(seconds > 0 ? seconds : DefaultSeconds);
    private long _heard = time.GetTimestamp();
    private long _said = time.GetTimestamp();

    /// <summary>Of a server that does not say.</summary>
    public const int DefaultSeconds = 15;

    /// <summary>The server is there. Also while the client itself does not read.</summary>
    public void Heard() => Volatile.Write(ref _heard, time.GetTimestamp());

    public void Said() => Volatile.Write(ref _said, time.GetTimestamp());

    /// <summary>Completes when the server is to be given up.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_interval / 4, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            var silence = time.GetElapsedTime(Volatile.Read(ref _heard));
            if (silence >= 2 * _interval)
            {
                return;
            }

            if (silence >= _interval || time.GetElapsedTime(Volatile.Read(ref _said)) >= _interval / 2)
            {
                outbox.WritePing();
            }
        }
    }
}
