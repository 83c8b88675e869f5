using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Checking;
using Parley.Reliability.Tests.Crashes;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Reliability.Tests.Sessions;

/// <summary>
/// A client in one room as the protocol's document asks for it: whatever ends a session, the next one goes on after its position and
/// sends again, in order, what was not answered. Its reader's log runs over all sessions.
/// </summary>
internal sealed class SteadySession(RoomRecord record, string user, bool writes)
{
    private const int TextLength = 128;
    private const int InFlight = 8;

    private readonly ReaderLog _log = record.AddReader(user);
    private readonly List<(string Command, string Text)> _unanswered = [];
    private readonly Lock _gate = new();
    private string _epoch = "";
    private long _position;
    private int _posts;
    private int _connections;

    public string Room => record.Room;

    /// <summary>Of the last event that was read.</summary>
    public long Sequence => _position;

    /// <summary>How many posts were sent again.</summary>
    public int Retries { get; private set; }

    /// <summary>The last frame of the last session, if it was one.</summary>
    public GoAway? GoAway { get; private set; }

    /// <summary>Opens a session and reads, and posts if this is a writer, until it ends.</summary>
    /// <param name="server">Where.</param>
    /// <param name="cut">After how many frames this client cuts it off; 0 for never.</param>
    /// <returns>How it ended; <c>null</c> if it was cut off.</returns>
    public async Task<Status?> LiveAsync(ServerProcess server, int cut = 0)
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
                Take(await session.NextAsync(), slots);
            }

            if (++_connections % 2 == 0)
            {
                connection.Cut();
            }

            return null;
        }
        catch (Exception exception) when (StreamEnd.IsBehind(exception))
        {
            return StreamEnd.Status(exception);
        }
        finally
        {
            await ended.CancelAsync();
            session.Dispose();
            await sending;
        }
    }

    /// <summary>Gets an answer to everything that was posted, and reads up to the room's last event.</summary>
    public async Task FinishAsync(ServerProcess server)
    {
        using var connection = new CuttableConnection(server.GrpcAddress);
        using var session = SessionTester.Open(connection.Client);
        using var slots = new SemaphoreSlim(InFlight);
        await BeginAsync(session);
        while (_unanswered.Count > 0)
        {
            Take(await session.NextAsync(), slots);
        }

        // Others finish too: what they send again may still come.
        await session.CompleteAsync();
        while (await session.TryNextAsync() is { } frame)
        {
            Take(frame, slots);
        }
    }

    private async Task BeginAsync(SessionTester session)
    {
        await session.SendAsync(SessionTester.Hello(user));
        await session.NextAsync(Kind.Welcome);
        var join = new Join { Room = record.Room, After = new Position { Epoch = _epoch, Sequence = _position } };
        await session.SendAsync(new ClientFrame { Join = join });
        var joined = (await session.NextAsync(Kind.Joined)).Joined;
        if (_epoch.Length == 0)
        {
            // The first time there is nothing to resume: the position is only known from here on.
            (_epoch, _position) = (joined.Epoch, joined.AfterSequence);
        }
        else
        {
            Assert.True(joined.Resumed && joined.Epoch == _epoch && joined.AfterSequence == _position, $"{join} was answered with {joined}");
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
            for (var sentAgain = Unanswered().Count; ; sentAgain--)
            {
                if (sentAgain <= 0)
                {
                    await slots.WaitAsync(ended);
                    await session.PostAsync(record.Room, $"{_posts}", Next());
                }
                else
                {
                    await slots.WaitAsync(ended);
                }
            }
        }
        catch (Exception exception) when (StreamEnd.IsBehind(exception) || ended.IsCancellationRequested)
        {
            // The session is over; what was not answered is sent again on the next.
        }
    }

    private string Next()
    {
        var text = $"{user}-{_posts}".PadRight(TextLength, '.');
        record.Send(user, text);
        lock (_gate)
        {
            _unanswered.Add(($"{_posts++}", text));
        }

        return text;
    }

    private void Take(ServerFrame frame, SemaphoreSlim slots)
    {
        switch (frame.FrameCase)
        {
            case Kind.Event:
                Assert.Equal(_position + 1, frame.Event.Sequence);
                _position = frame.Event.Sequence;
                _log.Heard.Add(new Said(frame.Event.User, frame.Event.Content.Message.Text));
                break;
            case Kind.Accepted:
                Answered(frame.Accepted);
                slots.Release();
                break;
            case Kind.Rejected:
                Assert.Fail($"{frame}");
                break;
            case Kind.GoAway:
                GoAway = frame.GoAway;
                break;
        }
    }

    private void Answered(Accepted accepted)
    {
        lock (_gate)
        {
            // Answers come in the order of the posts.
            Assert.Equal(_unanswered[0].Command, accepted.CommandId);
            record.Accept(user, _unanswered[0].Text, accepted.Sequence);
            _unanswered.RemoveAt(0);
        }
    }
}
