using System.Text;
using Google.Protobuf;
using Parley.Client.Calls;
using Parley.Client.Connections;
using Parley.Client.Rooms;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client;

/// <summary>A room the client has joined, until <see cref="LeaveAsync"/> or the end of the client. Reconnecting does not end it. All
/// members are thread-safe.</summary>
public sealed class ParleyRoom
{
    private readonly Connection _connection;
    private readonly UnaryCalls _calls;
    private readonly ParleyClientOptions _options;
    private readonly RoomLink _link;
    private readonly RoomReader _reader;

    internal ParleyRoom(Connection connection, UnaryCalls calls, ParleyClientOptions options, RoomLink link)
    {
        (_connection, _calls, _options, _link) = (connection, calls, options, link);
        _reader = new(link, calls, options);
    }

    /// <summary>The room's name.</summary>
    public string Name => _link.Name;

    /// <summary>The position of the last item that <see cref="ReadAllAsync"/> returned; before the first item, the position at which the
    /// room was joined. Inside the loop it is the current item's: save it once the item is processed.</summary>
    public Position Position => _reader.Position;

    /// <summary>The members, ordered by name, as the server last reported them. In a room of more than 256 members, these are the last
    /// that were known, or the first 256 if the room was that large at the join; see <see cref="ListMembersAsync"/>.</summary>
    public IReadOnlyList<string> Members => _link.Members.Names;

    /// <summary>The number of members, as the server last reported it. If there are more than <see cref="Members"/> lists, the room is too
    /// large, and the server does not report who comes and goes.</summary>
    public int MemberCount => _link.Members.Count;

    /// <summary>True while this client reads more slowly than others post, so that the server sends it events from the log.</summary>
    public bool IsLagging => _link.IsLagging;

    /// <inheritdoc cref="SayAsync(string, string, CancellationToken)"/>
    public Task<long> SayAsync(string text, CancellationToken cancellationToken = default) =>
        SayAsync(text, _options.CreateCommandId(), cancellationToken);

    /// <summary>Posts a message. Completes when it is durable and in the room.</summary>
    /// <remarks>
    /// <para>Posts reach the room in the order of the calls; there is no need to await one before the next. The server limits how many may
    /// be unanswered, and the client keeps further ones until their turn comes. Posts that a broken connection left unanswered are sent
    /// again in the same order and with the same command ids, so that each is in the room once. A post that the server refuses temporarily
    /// is retried for <see cref="ParleyClientOptions.RetryFor"/>, and later posts wait for it; only those already in flight may overtake
    /// it.</para>
    /// <para>Cancelling ends the wait. A post that was not sent yet never will be; one that was sent is not sent again, and may or may not
    /// be in the room. To find out, post it again with its command id.</para>
    /// </remarks>
    /// <param name="text">The text: at most 16,384 bytes of UTF-8; may be empty.</param>
    /// <param name="commandId">1 to 64 bytes of UTF-8, never used by this user in this room for another message. Repeating a post with the
    /// same id never creates a second event, no matter how much later. Default: a new id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The sequence of the event; for a repeated post, that of the first.</returns>
    /// <exception cref="ParleyException">The post was refused, the room has ended, or too many posts are waiting. It is not in the
    /// room.</exception>
    /// <exception cref="OutcomeUnknownException">The post was sent and will not be answered. It may or may not be in the room.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before the call.</exception>
    public Task<long> SayAsync(string text, string commandId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(commandId);
        _connection.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        if (commandId.Length == 0 || Encoding.UTF8.GetByteCount(commandId) > ProtocolLimits.CommandIdBytes)
        {
            throw new ParleyException(
                ParleyCode.CommandIdInvalid, $"A command id has 1 to {ProtocolLimits.CommandIdBytes} bytes of UTF-8.");
        }

        if (Encoding.UTF8.GetByteCount(text) is var bytes && bytes > _connection.TextBytes)
        {
            throw new ParleyException(
                ParleyCode.TextTooLong, $"The text has {bytes} bytes of UTF-8; {_connection.TextBytes} are allowed.");
        }

        return _link.Posts.SayAsync(text, commandId, cancellationToken);
    }

    /// <summary>Reads everything that happens in the room from where it was joined: in order, without gaps or duplicates, even across
    /// broken connections. Ends when the room is left or the client is disposed.</summary>
    /// <remarks>
    /// <para>A room has one reader at a time. A later reader continues where the earlier one stopped.</para>
    /// <para>An application may read as slowly as it likes: nothing is lost, and no other room waits for long.
    /// <see cref="ParleyClientOptions.RoomBufferBytes"/> of events wait in the client's buffer. When it is full, the client stops reading
    /// from the server, which keeps the rest in its log. If the client has other rooms, or a post waits for its answer, the client stops
    /// for no longer than <see cref="ParleyClientOptions.RoomBufferTimeout"/>. From then on it drops the room's events as they arrive, and
    /// reads them from the server's log, in pages, when the application reads on. Presence and signals continue. A room that is never read
    /// costs only the bandwidth of its events.</para>
    /// </remarks>
    /// <exception cref="ParleyException">The server ended the room or the connection for good. Everything before that has been
    /// returned.</exception>
    /// <exception cref="InvalidOperationException">The room is being read already.</exception>
    public IAsyncEnumerable<RoomItem> ReadAllAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadAllAsync(cancellationToken);

    /// <inheritdoc cref="ParleyClient.ReadHistoryAsync"/>
    public IAsyncEnumerable<RoomEvent> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
        _calls.ReadHistoryAsync(Name, range, cancellationToken);

    /// <inheritdoc cref="ParleyClient.ListMembersAsync"/>
    public IAsyncEnumerable<string> ListMembersAsync(CancellationToken cancellationToken = default) =>
        _calls.ListMembersAsync(Name, cancellationToken);

    /// <summary>Reads presence, that is, who joins and leaves, from the first step of the enumeration until the room ends. Any number of
    /// readers may do so at once.</summary>
    /// <remarks>For a reader that falls behind, only the latest change of each user is kept, for up to 1,024 users;
    /// <see cref="Members"/> is always current. While a room has more than 256 members, the server reports no changes; within a
    /// second after it has 256 or fewer again, what changed is reported.</remarks>
    public IAsyncEnumerable<PresenceChange> ReadPresenceAsync(CancellationToken cancellationToken = default) =>
        _link.Members.Changes.ReadAllAsync(cancellationToken);

    /// <summary>Reads the members' signals, from the first step of the enumeration until the room ends. Any number of readers may do so at
    /// once.</summary>
    /// <remarks>For a reader that falls behind, only the latest signal of each user and key is kept, for up to 1,024 of them.</remarks>
    public IAsyncEnumerable<RoomSignal> ReadSignalsAsync(CancellationToken cancellationToken = default) =>
        _link.Signals.ReadAllAsync(cancellationToken);

    /// <summary>Shows something short-lived to the room, such as typing or a cursor. Completes when it is queued; there is no answer. A
    /// signal is dropped if there is no connection, or if a later one with the same key replaces it before it is sent.</summary>
    /// <param name="key">What it is about, such as <c>typing</c>: 1 to 64 bytes of UTF-8.</param>
    /// <param name="content">At most 1,024 bytes that only the clients interpret. The bytes are copied.</param>
    /// <param name="cancellationToken">Checked before the signal is queued.</param>
    /// <exception cref="ParleyException">The key or the content is too long, or the connection has ended for good.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public ValueTask SignalAsync(string key, ReadOnlyMemory<byte> content = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        if (key.Length == 0
            || Encoding.UTF8.GetByteCount(key) > ProtocolLimits.SignalKeyBytes
            || content.Length > ProtocolLimits.SignalBytes)
        {
            throw new ParleyException(
                ParleyCode.Invalid,
                $"A signal has a key of 1 to {ProtocolLimits.SignalKeyBytes} bytes "
                + $"and a content of at most {ProtocolLimits.SignalBytes} bytes.");
        }

        _connection.Send(new Signal { Room = Name, Key = key, Content = ByteString.CopyFrom(content.Span) });
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for the answers to the posts in this room, then leaves it. <see cref="ReadAllAsync"/> returns what was received
    /// before that, then ends.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled. The room may or may not have been left.</exception>
    public Task LeaveAsync(CancellationToken cancellationToken = default) => _connection.LeaveAsync(_link, cancellationToken);
}
