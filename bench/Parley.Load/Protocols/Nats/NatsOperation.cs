namespace Parley.Load.Protocols.Nats;

/// <summary>The operations a NATS server sends.</summary>
internal enum NatsOperation
{
    /// <summary>INFO and +OK, which are ignored.</summary>
    Other,
    Message,
    Ping,
    Pong,
    Error,
}
