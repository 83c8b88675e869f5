using Grpc.Core;
using Parley.Protocol.V1;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Testing;

/// <summary>One open session of the generated client. It answers pings while it reads, and notes every other frame.</summary>
public sealed class SessionTester : IDisposable
{
    private readonly AsyncDuplexStreamingCall<ClientFrame, ServerFrame> _call;
    private readonly SemaphoreSlim _writing = new(1);
    private Task _pong = Task.CompletedTask;
    private readonly List<ServerFrame> _frames = [];

    private SessionTester(AsyncDuplexStreamingCall<ClientFrame, ServerFrame> call) => _call = call;

    /// <summary>Every frame that was read, but pings that were answered.</summary>
    public IReadOnlyList<ServerFrame> Frames => _frames;

    /// <summary>Whether a ping that is read is answered and passed over. Default true.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>Opens a stream without a word.</summary>
    public static SessionTester Open(RoomService.RoomServiceClient client) => new(client.Connect());

    /// <summary>Opens a stream, says Hello and awaits the Welcome.</summary>
    public static async Task<SessionTester> GreetAsync(RoomService.RoomServiceClient client, string user)
    {
        var session = Open(client);
        await session.SendAsync(Hello(user));
        await session.NextAsync(Kind.Welcome);
        return session;
    }

    /// <summary>Opens a stream, says Hello and joins a room for what is new.</summary>
    public static async Task<SessionTester> JoinAsync(RoomService.RoomServiceClient client, string user, string room)
    {
        var session = await GreetAsync(client, user);
        await session.JoinAsync(room);
        return session;
    }

    /// <summary>A good Hello.</summary>
    public static ClientFrame Hello(string user) => new() { Hello = new Hello { User = user, ProtocolVersion = 1 } };

    /// <summary>A Post with a message.</summary>
    public static ClientFrame Post(string room, string command, string text) => new()
    {
        Post = new Post { Room = room, CommandId = command, Content = new Content { Message = new Message { Text = text } } },
    };

    /// <summary>Awaits the response headers.</summary>
    public Task HeadersAsync() => _call.ResponseHeadersAsync.Within("response headers");

    /// <summary>Sends a frame.</summary>
    public async Task SendAsync(ClientFrame frame)
    {
        await _writing.WaitAsync();
        try
        {
            await _call.RequestStream.WriteAsync(frame).Within("a write");
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Joins a room for what is new, and reads up to the answer.</summary>
    public Task<Joined> JoinAsync(string room) => JoinAsync(new Join { Room = room });

    /// <summary>Joins a room, and reads up to the answer.</summary>
    public async Task<Joined> JoinAsync(Join join)
    {
        await SendAsync(new ClientFrame { Join = join });
        return (await UntilAsync(Kind.Joined)).Joined;
    }

    /// <summary>Leaves a room; the answer is not awaited.</summary>
    public Task LeaveAsync(string room) => SendAsync(new ClientFrame { Leave = new Leave { Room = room } });

    /// <summary>Posts; the answer is not awaited.</summary>
    public Task PostAsync(string room, string command, string text) => SendAsync(Post(room, command, text));

    /// <summary>Posts, and reads up to the answer.</summary>
    /// <returns>The sequence.</returns>
    public async Task<long> SayAsync(string room, string command, string text)
    {
        await PostAsync(room, command, text);
        return (await UntilAsync(frame => frame.Accepted?.CommandId == command, $"Accepted of {command}")).Accepted.Sequence;
    }

    /// <summary>Says long texts, one after the other, until it is stopped.</summary>
    public async Task TalkAsync(string room, CancellationToken stopped)
    {
        var text = new string('x', 8_000);
        for (var i = 0; !stopped.IsCancellationRequested; i++)
        {
            await SayAsync(room, $"talk-{i}", text);
        }
    }

    /// <summary>Shows a signal.</summary>
    public Task ShowAsync(string room, string key, string content = "") =>
        SendAsync(new ClientFrame { Signal = new Signal { Room = room, Key = key, Content = Google.Protobuf.ByteString.CopyFromUtf8(content) } });

    /// <summary>Asks, and reads up to the answer: what the server had to say about earlier frames has been read then.</summary>
    public async Task PingAsync()
    {
        await SendAsync(new ClientFrame { Ping = new Ping() });
        await UntilAsync(Kind.Pong);
    }

    /// <summary>Half-closes.</summary>
    public async Task CompleteAsync()
    {
        AnswersPings = false;
        await _pong;
        await _call.RequestStream.CompleteAsync();
    }

    /// <summary>The next frame.</summary>
    public async Task<ServerFrame> NextAsync() => await TryNextAsync()
        ?? throw new InvalidOperationException($"The session ended with {_call.GetStatus()} after {Tail}.");

    /// <summary>The next frame, which must be of a kind.</summary>
    public async Task<ServerFrame> NextAsync(Kind kind)
    {
        var frame = await NextAsync();
        return frame.FrameCase == kind ? frame : throw new InvalidOperationException($"Expected {kind}; there came {Tail}.");
    }

    /// <summary>Reads until a frame of a kind comes.</summary>
    public Task<ServerFrame> UntilAsync(Kind kind) => UntilAsync(frame => frame.FrameCase == kind, kind.ToString());

    /// <summary>Reads until a frame comes that is waited for.</summary>
    public async Task<ServerFrame> UntilAsync(Predicate<ServerFrame> wanted, string what)
    {
        try
        {
            while (true)
            {
                if (await NextAsync() is var frame && wanted(frame))
                {
                    return frame;
                }
            }
        }
        catch (Exception exception) when (exception is TimeoutException or RpcException)
        {
            throw new InvalidOperationException($"No {what}; {exception.Message}; there came {Tail}.", exception);
        }
    }

    /// <summary>Reads until so many events of a room came over all.</summary>
    /// <returns>All of the room's events that were read.</returns>
    public async Task<List<Event>> EventsAsync(string room, int count)
    {
        for (var missing = count - Events(room).Count(); missing > 0; missing--)
        {
            await UntilAsync(frame => frame.Event?.Room == room, $"event of {room}, {missing} missing");
        }

        return [.. Events(room)];
    }

    /// <summary>Reads until the server ends the stream.</summary>
    /// <returns>How it ended.</returns>
    public async Task<Status> EndAsync()
    {
        try
        {
            while (await TryNextAsync() is not null)
            {
            }

            return _call.GetStatus();
        }
        catch (RpcException exception)
        {
            return exception.Status;
        }
    }

    /// <summary>The next frame; <c>null</c> if the server ended the stream with OK.</summary>
    public async Task<ServerFrame?> TryNextAsync()
    {
        while (await _call.ResponseStream.MoveNext(CancellationToken.None).Within("a frame"))
        {
            var frame = _call.ResponseStream.Current;
            if (frame.FrameCase != Kind.Ping || !AnswersPings)
            {
                _frames.Add(frame);
                return frame;
            }

            // Not awaited: a session at its limit is read by the server only while it reads itself.
            _pong = _pong.IsCompleted ? AnswerAsync() : _pong;
        }

        return null;
    }

    private async Task AnswerAsync()
    {
        try
        {
            await SendAsync(new ClientFrame { Pong = new Pong() });
        }
        catch (Exception exception) when (exception is RpcException or IOException or InvalidOperationException or TimeoutException)
        {
            // The session is over; how, reading tells.
        }
    }

    /// <summary>Cancels the stream if it has not ended.</summary>
    public void Dispose()
    {
        _call.Dispose();
        _writing.Dispose();
    }

    private string Tail => $"{_frames.Count} frames, the last: {string.Join(' ', _frames.TakeLast(5).Select(Short))}";

    private IEnumerable<Event> Events(string room) => _frames.Where(frame => frame.Event?.Room == room).Select(frame => frame.Event);

    private static string Short(ServerFrame frame) => frame.ToString() is { Length: > 300 } text ? $"{text[..300]}…" : frame.ToString();
}
