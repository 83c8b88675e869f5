using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Parley.Load.Sockets.Tls;

namespace Parley.Load.Sockets;

/// <summary>One thread, many non-blocking connections.</summary>
internal sealed unsafe class EpollLoop : IDisposable
{
    private const int Batch = 256;
    private const int ConnectionsPerAddress = 20_000;
    private const uint Loopback = 0x7f000001;

    private readonly int _epoll = Check(Libc.EpollCreate(0));
    private readonly List<Link?> _links = [];
    private readonly List<IFlushable> _flushSoon = [];
    private readonly TlsContext? _tls;
    private readonly Libc.EpollEvent[] _events = new Libc.EpollEvent[Batch];

    /// <summary>Timers of this thread are from now on as exact as the system can make them: an open loop sleeps until its next message is due.</summary>
    /// <param name="trust">Whom to speak TLS with on every connection; null for none.</param>
    public EpollLoop(TlsTrust? trust = null)
    {
        _tls = trust is null ? null : new(trust);
        Check(Libc.ProcessControl(Libc.SetTimerSlack, 1, 0, 0, 0));
    }

    /// <summary>What all connections receive into, so that it stays in the cache.</summary>
    public byte[] Input { get; } = GC.AllocateArray<byte>(1 << 18, pinned: true);

    /// <summary>Stopwatch ticks spent with nothing to do.</summary>
    public long Waited { get; private set; }

    /// <summary>Begins to connect. What is queued before the connection is made is sent then.</summary>
    public T Connect<T>(IPEndPoint server, Func<ILink, T> create)
        where T : ILinkUser
    {
        var descriptor = Check(Libc.Socket(Libc.InternetFamily, Libc.NonBlockingStream, 0));
        var link = new Link(this, _links.Count, descriptor);
        var change = new Libc.EpollEvent { Events = Libc.EpollIn | Libc.EpollOut, Data = _links.Count };
        var user = _tls is null ? create(link) : CreateOverTls(link, _tls, create);
        link.User ??= user;
        _links.Add(link);
        Option(descriptor, Libc.TcpLevel, Libc.TcpNoDelay);
        BindToSource(server, descriptor);
        var address = Address(BinaryPrimitives.ReadUInt32BigEndian(server.Address.GetAddressBytes()), server.Port);
        if (Libc.Connect(descriptor, &address, sizeof(Libc.InternetAddress)) < 0 && Marshal.GetLastPInvokeError() != Libc.InProgress)
        {
            throw new LoadException($"Could not connect to {server}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        Check(Libc.EpollControl(_epoll, Libc.EpollAdd, descriptor, &change));
        return user;
    }

    /// <summary>Changes whether a connection is told when its socket is readable or writable.</summary>
    public void Want(int index, int descriptor, bool read, bool write)
    {
        var change = new Libc.EpollEvent { Events = (read ? Libc.EpollIn : 0) | (write ? Libc.EpollOut : 0), Data = index };
        Check(Libc.EpollControl(_epoll, Libc.EpollModify, descriptor, &change));
    }

    public void Forget(int index) => _links[index] = null;

    public void FlushSoon(IFlushable link) => _flushSoon.Add(link);

    /// <summary>Sends what is queued, waits for events once and handles them.</summary>
    public void Turn(TimeSpan longest)
    {
        Flush();
        fixed (Libc.EpollEvent* events = _events)
        {
            var start = Stopwatch.GetTimestamp();
            var timeout = new Libc.TimeSpecification { Seconds = (long)longest.TotalSeconds, Nanoseconds = longest.Ticks % TimeSpan.TicksPerSecond * 100 };
            var count = Libc.EpollWait(_epoll, events, Batch, &timeout, null);
            Waited += Stopwatch.GetTimestamp() - start;
            for (var i = 0; i < count; i++)
            {
                Handle((int)events[i].Data, events[i].Events);
            }
        }
    }

    public void Dispose()
    {
        for (var i = 0; i < _links.Count; i++)
        {
            _links[i]?.Close();
        }

        _tls?.Dispose();
        _ = Libc.Close(_epoll);
    }

    private T CreateOverTls<T>(Link link, TlsContext context, Func<ILink, T> create)
        where T : ILinkUser
    {
        var tls = new TlsLink(this, link, context);
        link.User = tls;
        var user = create(tls);
        tls.User = user;
        return user;
    }

    private void Handle(int index, uint events)
    {
        if ((events & ~Libc.EpollOut) != 0)
        {
            _links[index]?.Readable();
        }

        if ((events & Libc.EpollOut) != 0)
        {
            _links[index]?.Writable();
        }

        Flush();
    }

    private void Flush()
    {
        for (var i = 0; i < _flushSoon.Count; i++)
        {
            _flushSoon[i].Flush();
        }

        _flushSoon.Clear();
    }

    /// <summary>One local address has some 28,000 ports, fewer while closed connections linger, so that every 20,000 use the next 127.0.0.x.</summary>
    private void BindToSource(IPEndPoint server, int descriptor)
    {
        var source = (uint)((_links.Count - 1) / ConnectionsPerAddress);
        if (source > 0 && IPAddress.IsLoopback(server.Address))
        {
            var address = Address(Loopback + source, 0);
            Option(descriptor, Libc.InternetLevel, Libc.BindAddressNoPort);
            Check(Libc.Bind(descriptor, &address, sizeof(Libc.InternetAddress)));
        }
    }

    private static Libc.InternetAddress Address(uint address, int port) => new()
    {
        Family = Libc.InternetFamily,
        Port = BinaryPrimitives.ReverseEndianness((ushort)port),
        Address = BinaryPrimitives.ReverseEndianness(address),
    };

    private static void Option(int descriptor, int level, int name)
    {
        var on = 1;
        Check(Libc.SetOption(descriptor, level, name, &on, sizeof(int)));
    }

    private static int Check(int result) =>
        result >= 0 ? result : throw new LoadException($"A system call failed: {Marshal.GetLastPInvokeErrorMessage()}");
}
