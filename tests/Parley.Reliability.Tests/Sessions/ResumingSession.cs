using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Checking;
using Parley.Reliability.Tests.Crashes;
using Parley.Testing;
using static Parley.Protocol.V1.ServerFrame;

namespace Parley.Reliability.Tests.Sessions;

/// <summary>
/// A client in one room that does what the room contract asks for: no matter how a session ends, the next one resumes after the client's
/// position and retries unanswered posts in order. Its record covers all its sessions.
/// </summary>
internal sealed class ResumingSession(RoomRecord record, string user, bool writes)
{
    private const int TextLength = 128;
    private const int InFlight = 8;

    private readonly ReaderRecord _reader = record.AddReader(user);
    private readonly List<(string Command, string Text)> _unanswered = [];
    private readonly Lock _gate = new();
    private string _epoch = "";
    private long _position;
    private int _posts;
    private int _connections;

    public string User => user;

    /// <summary>The sequence of the last event it has read.</summary>
    public long Position => _position;

    /// <summary>The sequence of its last post that was accepted.</summary>
    public long LastAccepted { get; private set; }

    /// <summary>How many posts it has retried.</summary>
    public int Retries { get; private set; }

    /// <summary>The <c>GoAway</c> of the last session; <c>null</c> if there was none.</summary>
    public GoAway? GoAway { get; private set; }

    /// <summary>Opens a session and reads until it ends. A writer also posts.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cut">The number of frames after which the client cuts the session off; 0 for never.</param>
    /// <returns>How the session ended; <c>null</c> if the client cut it off.</returns>
    public async Task<Status?> RunAsync(ServerProcess server, int cut = 0)
    {
        using var connection = new CuttableConnection(server.GrpcAddress);
        using var session = SessionTester.Open(connection.Client);
        using var ended = new CancellationTokenSource();
        using var slots = new SemaphoreSlim(InFlight);
        GoAway = null;
        var sending = Task.CompletedTask;
        try
        {
            await BeginAsync(session);
            sending = writes ? SendAsync(session, slots, ended.Token) : sending;
            for (var frames = 1; frames != cut; frames++)
            {
                Handle(await session.NextAsync(), slots);
            }

            if (++_connections % 2 == 0)
            {
                connection.Cut();
            }

            return null;
        }
        catch (Exception exception) when (StreamEnd.IsEnd(exception))
        {
            return StreamEnd.ToStatus(exception);
        }
        finally
        {
            await ended.CancelAsync();
            session.Dispose();
            await sending;
        }
    }

    /// <summary>Opens a last session, which ends when every post is answered and every event is read.</summary>
    public async Task FinishAsync(ServerProcess server)
    {
        using var connection = new CuttableConnection(server.GrpcAddress);
        using var session = SessionTester.Open(connection.Client);
        using var slots = new SemaphoreSlim(InFlight);
        await BeginAsync(session);
        while (_unanswered.Count > 0)
        {
            Handle(await session.NextAsync(), slots);
        }

        // The retries of other clients may still come.
        await session.CompleteAsync();
        while (await session.TryNextAsync() is { } frame)
        {
            Handle(frame, slots);
        }
    }

    private async Task BeginAsync(SessionTester session)
    {
        await session.SendAsync(SessionTester.Hello(user));
        await session.NextAsync(FrameOneofCase.Welcome);
        var join = new Join { Room = record.Room, After = new Position { Epoch = _epoch, Sequence = _position } };
        await session.SendAsync(new ClientFrame { Join = join });
        var joined = (await session.NextAsync(FrameOneofCase.Joined)).Joined;
        if (_epoch.Length == 0)
        {
            // The first session resumes nothing. It learns its position here.
            (_epoch, _position) = (joined.Epoch, joined.AfterSequence);
        }
        else
        {
            var isResumed = joined.Resumed && joined.AfterSequence == _position;
            Assert.True(isResumed, $"{join} was answered with {joined}");
            _epoch = joined.Epoch;
        }

        foreach (var (command, text) in Unanswered())
        {
            Retries++;
            await session.PostAsync(record.Room, command, text);
        }
    }

    private List<(string Command, string Text)> Unanswered()
    {
        lock (_gate)
        {
            return [.. _unanswered];
        }
    }

    private async Task SendAsync(SessionTester session, SemaphoreSlim slots, CancellationToken ended)
    {
        try
        {
            for (var retries = Unanswered().Count; ; retries--)
            {
                if (retries <= 0)
                {
                    await slots.WaitAsync(ended);
                    await session.PostAsync(record.Room, $"{_posts}", NextText());
                }
                else
                {
                    await slots.WaitAsync(ended);
                }
            }
        }
        catch (Exception exception) when (StreamEnd.IsEnd(exception) || ended.IsCancellationRequested)
        {
            // The session has ended. The next one retries what was not answered.
        }
    }

    private string NextText()
    {
        var text = $"{user}-{_posts}".PadRight(TextLength, '.');
        record.AddSent(user, text);
        lock (_gate)
        {
            _unanswered.Add(($"{_posts++}", text));
        }

        return text;
    }

    private void Handle(ServerFrame frame, SemaphoreSlim slots)
    {
        switch (frame.FrameCase)
        {
            case FrameOneofCase.Event:
                Assert.Equal(_position + 1, frame.Event.Sequence);
                _position = frame.Event.Sequence;
                _reader.Received.Add(new TextMessage(frame.Event.User, frame.Event.Content.Message.Text));
                break;
            case FrameOneofCase.Accepted:
                OnAccepted(frame.Accepted);
                slots.Release();
                break;
            case FrameOneofCase.Rejected:
                Assert.Fail($"{frame}");
                break;
            case FrameOneofCase.GoAway:
                GoAway = frame.GoAway;
                break;
        }
    }

    private void OnAccepted(Accepted accepted)
    {
        lock (_gate)
        {
            // Answers come in the order of the posts.
            Assert.Equal(_unanswered[0].Command, accepted.CommandId);
            record.AddAccepted(user, _unanswered[0].Text, accepted.Sequence);
            LastAccepted = accepted.Sequence;
            _unanswered.RemoveAt(0);
        }
    }
}
