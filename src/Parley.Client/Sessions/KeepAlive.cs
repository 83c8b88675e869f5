using Parley.Client.Frames;

namespace Parley.Client.Sessions;

/// <summary>Pings the server after half a heartbeat in which the client sent nothing, and ends the session after two heartbeats in which
/// the server sent nothing.</summary>
internal sealed class KeepAlive(int heartbeatSeconds, FrameQueue queue, TimeProvider time)
{
    /// <summary>The heartbeat with a server that reports none.</summary>
    public const int DefaultSeconds = 15;

    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(heartbeatSeconds > 0 ? heartbeatSeconds : DefaultSeconds);
    private long _received = time.GetTimestamp();
    private long _sent = time.GetTimestamp();

    /// <summary>The server sent something, or the client itself is not reading for now: neither counts as silence of the server.</summary>
    public void OnReceived() => Volatile.Write(ref _received, time.GetTimestamp());

    public void OnSent() => Volatile.Write(ref _sent, time.GetTimestamp());

    /// <summary>Completes when the server has been silent for two heartbeats.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_heartbeat / 4, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            var silence = time.GetElapsedTime(Volatile.Read(ref _received));
            if (silence >= 2 * _heartbeat)
            {
                return;
            }

            // After a heartbeat of silence the client pings even if it has just sent something: the pong shows whether the server is alive.
            if (silence >= _heartbeat || time.GetElapsedTime(Volatile.Read(ref _sent)) >= _heartbeat / 2)
            {
                queue.WritePing();
            }
        }
    }
}
