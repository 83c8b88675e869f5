using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Parley.Load.Sockets.Tls;

namespace Parley.Load.Sockets;

/// <summary>Serves many non-blocking connections on one thread.</summary>
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

    /// <summary>Makes the timers of this thread as exact as possible: an open loop sleeps until its next message is due.</summary>
    /// <param name="trust">The certificate to expect over TLS on every connection; null for cleartext.</param>
    public EpollLoop(TlsTrust? trust = null)
    {
        _tls = trust is null ? null : new(trust);
        Check(Libc.ProcessControl(Libc.SetTimerSlack, 1, 0, 0, 0));
    }

    /// <summary>The receive buffer of all connections, shared so that it stays in the cache.</summary>
    public byte[] Input { get; } = GC.AllocateArray<byte>(1 << 18, pinned: true);

    /// <summary>Stopwatch ticks spent waiting for events.</summary>
    public long Waited { get; private set; }

    /// <summary>Begins to connect. Bytes queued before the connection is established are sent afterwards.</summary>
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

    /// <summary>Changes which events of a socket the loop waits for.</summary>
    public void Want(int index, int descriptor, bool read, bool write)
    {
        var change = new Libc.EpollEvent { Events = (read ? Libc.EpollIn : 0) | (write ? Libc.EpollOut : 0), Data = index };
        Check(Libc.EpollControl(_epoll, Libc.EpollModify, descriptor, &change));
    }

    public void Forget(int index) => _links[index] = null;

    public void FlushSoon(IFlushable link) => _flushSoon.Add(link);

    /// <summary>Sends what is queued, waits for events once and handles them.</summary>
    public void Turn(TimeSpan max)
    {
        Flush();
        fixed (Libc.EpollEvent* events = _events)
        {
            var start = Stopwatch.GetTimestamp();
            var timeout = new Libc.TimeSpecification
            {
                Seconds = (long)max.TotalSeconds,
                Nanoseconds = max.Ticks % TimeSpan.TicksPerSecond * 100,
            };
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

    /// <summary>
    /// A local address has about 28,000 ports, fewer while closed ones linger, so every 20,000 connections use the next 127.0.0.x.
    /// </summary>
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
