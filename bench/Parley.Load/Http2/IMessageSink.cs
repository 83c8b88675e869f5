namespace Parley.Load.Http2;

/// <summary>Receives the messages of one stream, in order.</summary>
internal interface IMessageSink
{
    void Received(ReadOnlySpan<byte> message);
}
