namespace Parley.Load.Protocols.Grpc;

/// <summary>Takes a message; <paramref name="at"/> is a stopwatch timestamp.</summary>
internal delegate void MessageHandler(ReadOnlySpan<byte> message, long at);
