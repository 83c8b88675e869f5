namespace Parley.Load.Sockets;

internal interface ISocketHandler
{
    void Readable();

    void Writable();
}
