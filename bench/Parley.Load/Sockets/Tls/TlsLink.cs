namespace Parley.Load.Sockets.Tls;

/// <summary>
/// TLS between a connection and its protocol. Bytes are queued until the handshake is done, then until the loop flushes, so that frames
/// share records.
/// </summary>
internal sealed class TlsLink : ILink, ILinkUser, IFlushable
{
    /// <summary>The input OpenSSL gets at once: two records, so that it buffers little and stays in the cache.</summary>
    private const int PieceBytes = 1 << 15;

    private readonly EpollLoop _loop;
    private readonly ILink _link;
    private readonly TlsContext _context;
    private readonly TlsSession _session;
    private readonly ByteQueue _kept = new();
    private readonly ByteQueue _output = new();
    private bool _isReady;
    private bool _queued;
    private bool _closed;

    public TlsLink(EpollLoop loop, ILink link, TlsContext context)
    {
        (_loop, _link, _context, _session) = (loop, link, context, new TlsSession(context));
        _session.Handshake();
        SendOutput();
    }

    public ILinkUser? User { get; set; }

    public bool IsTls => true;

    public long ArrivedAt => _link.ArrivedAt;

    public int Pending => _output.Count + _link.Pending;

    public void Queue(ReadOnlySpan<byte> bytes)
    {
        _output.Add(bytes);
        if (!_queued)
        {
            _queued = true;
            _loop.FlushSoon(this);
        }
    }

    /// <summary>Encrypts what is queued.</summary>
    public void Flush()
    {
        _queued = false;
        if (_isReady && !_closed && _output.Count > 0)
        {
            _session.Write(_output.Waiting);
            _output.Remove(_output.Count);
            SendOutput();
        }
    }

    public void Pause(bool paused) => _link.Pause(paused);

    public void Close()
    {
        _closed = true;
        _link.Close();
        _session.Dispose();
    }

    public int Received(ReadOnlySpan<byte> bytes)
    {
        var all = bytes.Length;
        while (bytes.Length > 0 && !_closed)
        {
            var piece = bytes[..Math.Min(bytes.Length, PieceBytes)];
            bytes = bytes[piece.Length..];
            _session.Feed(piece);
            if (_isReady || FinishHandshake())
            {
                Decrypt();
            }
        }

        return all;
    }

    public void Drained()
    {
        if (_output.Count == 0)
        {
            User!.Drained();
        }
    }

    public void Closed()
    {
        _closed = true;
        _session.Dispose();
        User!.Closed();
    }

    private bool FinishHandshake()
    {
        _isReady = _session.Handshake();
        SendOutput();
        if (!_isReady)
        {
            return false;
        }

        if (!_context.Trust.Accepts(_session.PeerCertificate()))
        {
            throw new LoadException($"The server's certificate is not the one in '{_context.Trust.File}'.");
        }

        if (!_session.Protocol.SequenceEqual("h2"u8))
        {
            throw new LoadException("The server does not offer HTTP/2 (ALPN h2) over TLS.");
        }

        Flush();
        return true;
    }

    /// <summary>
    /// Decrypts everything after the bytes the protocol has left unread, and passes it on whenever the buffer is full and at the end.
    /// </summary>
    private void Decrypt()
    {
        var plain = _context.Plain.AsSpan();
        var filled = _kept.Count;
        _kept.Waiting.CopyTo(plain);
        _kept.Remove(filled);
        int count;
        bool hasEnded;
        while ((count = _session.Read(plain[filled..], out hasEnded)) > 0)
        {
            filled += count;
            if (filled == plain.Length)
            {
                filled = PassOn(plain);
                if (_closed)
                {
                    return;
                }
            }
        }

        filled = PassOn(plain[..filled]);
        _kept.Add(plain[..filled]);
        if (hasEnded && !_closed)
        {
            _link.Close();
            Closed();
        }
    }

    /// <summary>Passes the bytes to the protocol and moves those it has left unread to the front.</summary>
    private int PassOn(Span<byte> plain)
    {
        var rest = plain[User!.Received(plain)..];
        if (rest.Length == _context.Plain.Length)
        {
            throw new InvalidDataException($"The server sent a unit of more than {rest.Length:N0} bytes.");
        }

        rest.CopyTo(plain);
        return rest.Length;
    }

    private void SendOutput()
    {
        var output = _session.Output;
        if (output.Length > 0)
        {
            _link.Queue(output);
            _session.ClearOutput();
        }
    }
}
