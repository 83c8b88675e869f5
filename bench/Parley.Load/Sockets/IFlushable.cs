namespace Parley.Load.Sockets;

/// <summary>Something with bytes that wait until the loop is done with what it is handling.</summary>
internal interface IFlushable
{
    void Flush();
}
