using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Parley.Load.Sockets;

/// <summary>One TCP connection of an <see cref="EpollLoop"/>.</summary>
internal sealed unsafe class Link(EpollLoop loop, int index, int descriptor) : ILink, IFlushable
{
    private readonly ByteQueue _kept = new();
    private readonly ByteQueue _output = new();
    private bool _connecting = true;
    private bool _wantsWrite = true;
    private bool _paused;
    private bool _closed;
    private bool _queued;

    public ILinkUser? User { get; set; }

    public long ArrivedAt { get; private set; }

    public bool IsTls => false;

    public int Pending => _output.Count;

    public void Queue(ReadOnlySpan<byte> bytes)
    {
        _output.Add(bytes);
        if (!_queued)
        {
            _queued = true;
            loop.FlushSoon(this);
        }
    }

    public void Pause(bool paused)
    {
        _paused = paused;
        if (!_closed)
        {
            loop.Want(index, descriptor, !paused, _wantsWrite);
        }
    }

    public void Close()
    {
        if (!_closed)
        {
            _closed = true;
            loop.Forget(index);
            _ = Libc.Close(descriptor);
        }
    }

    /// <summary>Sends queued bytes, as far as the socket accepts them.</summary>
    public void Flush()
    {
        _queued = false;
        if (_connecting || _closed)
        {
            return;
        }

        while (_output.Count > 0)
        {
            var waiting = _output.Waiting;
            fixed (byte* bytes = waiting)
            {
                var sent = Libc.Send(descriptor, bytes, waiting.Length, Libc.DontWait | Libc.NoSignal);
                if (sent <= 0)
                {
                    break;
                }

                _output.Remove((int)sent);
            }
        }

        if (_wantsWrite != _output.Count > 0)
        {
            _wantsWrite = _output.Count > 0;
            loop.Want(index, descriptor, !_paused, _wantsWrite);
        }
    }

    public void Writable()
    {
        if (_closed || (_connecting && !FinishConnecting()))
        {
            return;
        }

        Flush();
        if (_output.Count == 0)
        {
            User!.Drained();
        }
    }

    public void Readable()
    {
        if (_paused || _closed || (_connecting && !FinishConnecting()))
        {
            return;
        }

        var input = loop.Input.AsSpan();
        if (_kept.Count == input.Length)
        {
            throw new InvalidDataException($"The server sent a unit of more than {input.Length:N0} bytes.");
        }

        _kept.Waiting.CopyTo(input);
        nint count;
        fixed (byte* free = input[_kept.Count..])
        {
            count = Libc.Receive(descriptor, free, input.Length - _kept.Count, Libc.DontWait);
        }

        if (count > 0)
        {
            ArrivedAt = Stopwatch.GetTimestamp();
            Consume(input[..(_kept.Count + (int)count)]);
        }
        else if (count == 0 || Marshal.GetLastPInvokeError() is not (Libc.TryAgain or Libc.Interrupted))
        {
            Fail();
        }
    }

    private void Consume(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[User!.Received(bytes)..];
        _kept.Remove(_kept.Count);
        _kept.Add(rest);
    }

    private bool FinishConnecting()
    {
        int error, length = sizeof(int);
        if (Libc.GetOption(descriptor, Libc.SocketLevel, Libc.SocketError, &error, &length) < 0 || error != 0)
        {
            Fail();
            return false;
        }

        _connecting = false;
        return true;
    }

    private void Fail()
    {
        Close();
        User!.Closed();
    }
}
