using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Parley.Load.Sockets;

/// <summary>One thread, many non-blocking sockets.</summary>
internal sealed unsafe class EpollLoop
{
    private const int Batch = 256;

    private readonly int _epoll = Libc.EpollCreate(0);
    private readonly List<ISocketHandler> _handlers = [];
    private readonly List<Socket> _sockets = [];
    private readonly Libc.EpollEvent[] _events = GC.AllocateArray<Libc.EpollEvent>(Batch, pinned: true);

    /// <summary>Connects and hands the descriptor to a new handler, which is told when it is readable or writable.</summary>
    public T Connect<T>(IPEndPoint endPoint, Func<int, int, T> create)
        where T : ISocketHandler
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(endPoint);
        _sockets.Add(socket);
        var descriptor = (int)socket.Handle;
        var handler = create(_handlers.Count, descriptor);
        var change = new Libc.EpollEvent { Events = Libc.EpollIn, Data = _handlers.Count };
        _handlers.Add(handler);
        Check(Libc.EpollControl(_epoll, Libc.EpollAdd, descriptor, &change));
        return handler;
    }

    /// <summary>Changes whether a handler is told when its socket is readable or writable.</summary>
    public void Want(int index, int descriptor, bool read, bool write)
    {
        var change = new Libc.EpollEvent { Events = (read ? Libc.EpollIn : 0) | (write ? Libc.EpollOut : 0), Data = index };
        Check(Libc.EpollControl(_epoll, Libc.EpollModify, descriptor, &change));
    }

    /// <summary>Waits for events once and handles them.</summary>
    public void Turn(int milliseconds)
    {
        fixed (Libc.EpollEvent* events = _events)
        {
            var count = Libc.EpollWait(_epoll, events, Batch, milliseconds);
            for (var i = 0; i < count; i++)
            {
                var handler = _handlers[(int)events[i].Data];
                if ((events[i].Events & ~Libc.EpollOut) != 0)
                {
                    handler.Readable();
                }

                if ((events[i].Events & Libc.EpollOut) != 0)
                {
                    handler.Writable();
                }
            }
        }
    }

    /// <summary>Closes every socket.</summary>
    public void Close() => _sockets.ForEach(socket => socket.Dispose());

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new InvalidOperationException($"epoll: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }
}
