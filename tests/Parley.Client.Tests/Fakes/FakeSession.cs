using System.Threading.Channels;
using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Fakes;

/// <summary>One session of the fake server. A test can wait for its frames and cut it at any moment.</summary>
public sealed class FakeSession(FakeServer server, ServerCallContext context) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Channel<ServerFrame> _outgoing = Channel.CreateUnbounded<ServerFrame>();
    private readonly Channel<ClientFrame> _received = Channel.CreateUnbounded<ClientFrame>();
    private readonly TaskCompletionSource _halfClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private volatile bool _isCut;
    private bool _isOver;
    private Status? _status;

    public string User { get; private set; } = "";

    /// <summary>True once a frame has arrived; false if none will.</summary>
    public Task<bool> HasNextAsync() => _received.Reader.WaitToReadAsync().AsTask().Within("a frame or the end");

    /// <summary>The next frame of any kind.</summary>
    public Task<ClientFrame> NextAnyAsync() => _received.Reader.ReadAsync().AsTask().Within("a frame");

    /// <summary>The next frame of a kind; skips others.</summary>
    public async Task<ClientFrame> NextAsync(ClientFrame.FrameOneofCase kind)
    {
        while (true)
        {
            if (await NextAnyAsync() is var frame && frame.FrameCase == kind)
            {
                return frame;
            }
        }
    }

    /// <summary>Completes when the client sends no more: it has half-closed, or is gone.</summary>
    public Task HalfClosed => _halfClosed.Task;

    public void Send(ServerFrame frame) => _outgoing.Writer.TryWrite(frame);

    public void Accept(Post post, long sequence) =>
        Send(new ServerFrame { Accepted = new() { Room = post.Room, CommandId = post.CommandId, Sequence = sequence } });

    public void Reject(Post post, Code code, long retryAfterMs = 0) => Send(new ServerFrame
    {
        Rejected = new()
        {
            Room = post.Room,
            CommandId = post.CommandId,
            Code = code,
            Reason = $"It is {code}.",
            RetryAfterMs = retryAfterMs,
        },
    });

    /// <summary>Sends a GoAway and ends the call.</summary>
    public void GoAway(Code code, long retryAfterMs, string? reason = null)
    {
        Send(new ServerFrame { GoAway = new() { Code = code, Reason = reason ?? $"It is {code}.", RetryAfterMs = retryAfterMs } });
        _status = new Status(StatusCode.Unavailable, "going away");
        _outgoing.Writer.TryComplete();
    }

    /// <summary>Ends the session like a broken network: no more frames are sent or received.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            // The context of a call that is over may belong to another call already.
            if (!_isOver)
            {
                _isCut = true;
                context.GetHttpContext().Abort();
            }
        }
    }

    public async Task RunAsync(IAsyncStreamReader<ClientFrame> requests, IServerStreamWriter<ServerFrame> responses)
    {
        var reading = ReadAsync(requests);
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(context.CancellationToken))
            {
                await responses.WriteAsync(frame, context.CancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or IOException)
        {
            // The client is gone, or the session was cut.
        }

        server.Rooms.Leave(this);
        await _ended.CancelAsync();
        await reading;
        lock (_gate)
        {
            _isOver = true;
        }

        if (_status is { } status)
        {
            throw new RpcException(status);
        }
    }

    public void Dispose() => _ended.Dispose();

    private async Task ReadAsync(IAsyncStreamReader<ClientFrame> requests)
    {
        try
        {
            while (await requests.MoveNext(_ended.Token) && !_isCut)
            {
                if (!server.Script(this, requests.Current))
                {
                    Handle(requests.Current);
                }

                _received.Writer.TryWrite(requests.Current);
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException or RpcException or InvalidOperationException)
        {
            // The client is gone, the session was cut, or the call has ended.
        }
        finally
        {
            _outgoing.Writer.TryComplete();
            _received.Writer.TryComplete();
            _halfClosed.TrySetResult();
        }
    }

    private void Handle(ClientFrame frame)
    {
        switch (frame.FrameCase)
        {
            case ClientFrame.FrameOneofCase.Hello:
                User = frame.Hello.User;
                var welcome = server.Welcome.Clone();
                welcome.User = User;
                Send(new ServerFrame { Welcome = welcome });
                break;
            case ClientFrame.FrameOneofCase.Join:
                server.Rooms.Join(this, frame.Join);
                break;
            case ClientFrame.FrameOneofCase.Leave:
                server.Rooms.Leave(this, frame.Leave.Room);
                Send(new ServerFrame { Left = new() { Room = frame.Leave.Room, Code = Code.Left } });
                break;
            case ClientFrame.FrameOneofCase.Post:
                var post = frame.Post;
                Accept(post, server.Rooms.Post(post.Room, User, post.Content.Message.Text, post.CommandId));
                break;
            case ClientFrame.FrameOneofCase.Signal:
                frame.Signal.User = User;
                server.Rooms.Send(frame.Signal.Room, new ServerFrame { Signal = frame.Signal });
                break;
            case ClientFrame.FrameOneofCase.Ping:
                Send(new ServerFrame { Pong = new() });
                break;
        }
    }
}
