namespace Parley.Load.Protocols.Nats;

/// <summary>What a NATS server says.</summary>
internal enum NatsOperation
{
    /// <summary>INFO and +OK, which need no answer.</summary>
    Other,
    Message,
    Ping,
    Pong,
    Error,
}
