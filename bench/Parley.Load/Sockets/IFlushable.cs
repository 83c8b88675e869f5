namespace Parley.Load.Sockets;

/// <summary>Has queued bytes, which the loop flushes after the event it is handling.</summary>
internal interface IFlushable
{
    void Flush();
}
