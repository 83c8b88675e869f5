namespace Parley.Load.Protocols.Nats;

/// <summary>Receives the messages of one subscription of a NATS connection.</summary>
internal interface INatsSubscriber
{
    void Received(ref NatsReader message, long at);

    /// <summary>The server has processed everything sent before.</summary>
    void Confirmed();

    /// <summary>Everything queued has been sent.</summary>
    void Drained();

    void Ended();
}
