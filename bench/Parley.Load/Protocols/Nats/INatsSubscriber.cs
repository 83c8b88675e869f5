namespace Parley.Load.Protocols.Nats;

/// <summary>Receives what one subscription of a NATS connection gets.</summary>
internal interface INatsSubscriber
{
    void Received(ref NatsReader message, long at);

    /// <summary>The server did everything that was asked of it before.</summary>
    void Confirmed();

    /// <summary>What was queued is sent.</summary>
    void Drained();

    void Ended();
}
