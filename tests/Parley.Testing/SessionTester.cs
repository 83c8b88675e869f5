using Google.Protobuf;
using Grpc.Core;
using Parley.Protocol.V1;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Testing;

/// <summary>One open session of the generated client. While it reads it answers pings, and it keeps every other frame.</summary>
public sealed class SessionTester : IDisposable
{
    private readonly ISessionCall _call;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly List<ServerFrame> _frames = [];
    private Task _pong = Task.CompletedTask;

    /// <param name="call">A session on which nothing has been sent; disposed with this.</param>
    public SessionTester(ISessionCall call) => _call = call;

    /// <summary>Every frame that was read, except for pings that were answered.</summary>
    public IReadOnlyList<ServerFrame> Frames => _frames;

    /// <summary>Whether pings are answered and left out. Default true.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>Opens a stream and sends nothing.</summary>
    public static SessionTester Open(RoomService.RoomServiceClient client) => new(new GrpcSessionCall(client.Connect()));

    /// <summary>Opens a stream, sends Hello and reads Welcome.</summary>
    public static async Task<SessionTester> GreetAsync(RoomService.RoomServiceClient client, string user)
    {
        var session = Open(client);
        await session.SendAsync(Hello(user));
        await session.NextAsync(Kind.Welcome);
        return session;
    }

    /// <summary>Opens a stream, sends Hello and joins a room for new events.</summary>
    public static async Task<SessionTester> JoinAsync(RoomService.RoomServiceClient client, string user, string room)
    {
        var session = await GreetAsync(client, user);
        await session.JoinAsync(room);
        return session;
    }

    /// <summary>A valid Hello.</summary>
    public static ClientFrame Hello(string user) => new() { Hello = new Hello { User = user, ProtocolVersion = 1 } };

    /// <summary>A Post with a message.</summary>
    public static ClientFrame Post(string room, string command, string text) => new()
    {
        Post = new Post { Room = room, CommandId = command, Content = new Content { Message = new Message { Text = text } } },
    };

    /// <summary>Awaits the response headers.</summary>
    public Task HeadersAsync() => _call.OpenAsync().Within("response headers");

    /// <summary>Sends a frame.</summary>
    public async Task SendAsync(ClientFrame frame)
    {
        await _writing.WaitAsync();
        try
        {
            await _call.SendAsync(frame).Within("a write");
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Joins a room for new events, and reads up to the answer.</summary>
    public Task<Joined> JoinAsync(string room) => JoinAsync(new Join { Room = room });

    /// <summary>Joins a room, and reads up to the answer.</summary>
    public async Task<Joined> JoinAsync(Join join)
    {
        await SendAsync(new ClientFrame { Join = join });
        return (await UntilAsync(Kind.Joined)).Joined;
    }

    /// <summary>Leaves a room, without waiting for the answer.</summary>
    public Task LeaveAsync(string room) => SendAsync(new ClientFrame { Leave = new Leave { Room = room } });

    /// <summary>Posts, without waiting for the answer.</summary>
    public Task PostAsync(string room, string command, string text) => SendAsync(Post(room, command, text));

    /// <summary>Posts, and reads up to the answer.</summary>
    /// <returns>The sequence.</returns>
    public async Task<long> SayAsync(string room, string command, string text)
    {
        await PostAsync(room, command, text);
        return (await UntilAsync(frame => frame.Accepted?.CommandId == command, $"Accepted of {command}")).Accepted.Sequence;
    }

    /// <summary>Posts long texts, one after the other, until it is cancelled.</summary>
    public async Task TalkAsync(string room, CancellationToken cancellationToken)
    {
        var text = new string('x', 8_000);
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            await SayAsync(room, $"talk-{i}", text);
        }
    }

    /// <summary>Sends a signal.</summary>
    public Task SignalAsync(string room, string key, string content = "") =>
        SendAsync(new ClientFrame { Signal = new Signal { Room = room, Key = key, Content = ByteString.CopyFromUtf8(content) } });

    /// <summary>Sends a ping and reads up to the pong. By then the answers to earlier frames have been read.</summary>
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
        await _call.CompleteAsync();
    }

    /// <summary>Reads the next frame.</summary>
    public async Task<ServerFrame> NextAsync() => await TryNextAsync()
        ?? throw new InvalidOperationException($"The session ended with {_call.Status} after {Tail}.");

    /// <summary>Reads the next frame, which must be of this kind.</summary>
    public async Task<ServerFrame> NextAsync(Kind kind)
    {
        var frame = await NextAsync();
        return frame.FrameCase == kind ? frame : throw new InvalidOperationException($"Expected {kind}; received {Tail}.");
    }

    /// <summary>Reads until a frame of this kind arrives.</summary>
    public Task<ServerFrame> UntilAsync(Kind kind) => UntilAsync(frame => frame.FrameCase == kind, kind.ToString());

    /// <summary>Reads until a wanted frame arrives.</summary>
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
            throw new InvalidOperationException($"No {what}; {exception.Message}; received {Tail}.", exception);
        }
    }

    /// <summary>Reads until the session has received this many events of a room in all.</summary>
    /// <returns>All events of the room that were read.</returns>
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

            return _call.Status;
        }
        catch (RpcException exception)
        {
            return exception.Status;
        }
    }

    /// <summary>Reads the next frame; <c>null</c> if the server ended the stream with OK.</summary>
    public async Task<ServerFrame?> TryNextAsync()
    {
        while (await _call.ReadAsync().Within("a frame") is { } frame)
        {
            if (frame.FrameCase != Kind.Ping || !AnswersPings)
            {
                _frames.Add(frame);
                return frame;
            }

            // Not awaited: the server reads nothing from a session at its limit until the session reads again.
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
            // The session is over. Reading it shows how it ended.
        }
    }

    /// <summary>Cancels the stream if it has not ended.</summary>
    public void Dispose()
    {
        _call.Dispose();
        _writing.Dispose();
    }

    private string Tail => $"{_frames.Count} frames, the last of them {string.Join(' ', _frames.TakeLast(5).Select(Short))}";

    private IEnumerable<Event> Events(string room) => _frames.Where(frame => frame.Event?.Room == room).Select(frame => frame.Event);

    private static string Short(ServerFrame frame) => frame.ToString() is { Length: > 300 } text ? $"{text[..300]}…" : frame.ToString();
}
