using System.Text;
using Google.Protobuf;
using Parley.Client.Calls;
using Parley.Client.Connections;
using Parley.Client.Rooms;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client;

/// <summary>A room the client is in, until <see cref="LeaveAsync"/> or the end of the client. Reconnecting does not end it. All members may be
/// used from any thread.</summary>
public sealed class ParleyRoom
{
    private const int SignalKeyBytes = 64;
    private const int SignalBytes = 1024;

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

    /// <summary>Its name.</summary>
    public string Name => _link.Name;

    /// <summary>The place of the last item <see cref="ReadAllAsync"/> gave out; before the first, where the room was joined. Inside the loop it
    /// is that of the item at hand: write it down when the item is dealt with.</summary>
    public Position Position => _reader.Position;

    /// <summary>Who is here, by name, as the server last said. In a room of more than 256 members: the first 256 when it was joined; see
    /// <see cref="ListMembersAsync"/>.</summary>
    public IReadOnlyList<string> Members => _link.Members.Names;

    /// <summary>How many members are here, as the server last said.</summary>
    public int MemberCount => _link.Members.Count;

    /// <summary>True while the server gives this client old events from its log, because the client reads more slowly than others talk.</summary>
    public bool IsLagging => _link.IsLagging;

    /// <inheritdoc cref="SayAsync(string, string, CancellationToken)"/>
    public Task<long> SayAsync(string text, CancellationToken cancellationToken = default) => SayAsync(text, _options.CreateCommandId(), cancellationToken);

    /// <summary>Says something. Completes when it is durable and in the room.</summary>
    /// <remarks>
    /// <para>Posts reach the room in the order of the calls; they need not be awaited one by one. The server limits how many may be unanswered;
    /// more wait in the client. What a broken connection left unanswered is sent again with the same command id, in the same order, so that it
    /// is in the room once. What the server refuses for the moment is tried again for <see cref="ParleyClientOptions.RetryFor"/>, and what is
    /// said after it waits for it; only posts that were on their way already may overtake it.</para>
    /// <para>Cancelling ends the waiting: what was not sent is not sent; what was sent is not sent again, and may be in the room.
    /// With a command id of your own, saying it again tells.</para>
    /// </remarks>
    /// <param name="text">At most 16,384 bytes of UTF-8; may be empty.</param>
    /// <param name="commandId">1 to 64 bytes of UTF-8, unique for this user in this room for ever. Said again with the same id, after any time, it
    /// makes no second event. Without it: a new one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The sequence of the event; of a repetition, the first one's.</returns>
    /// <exception cref="ParleyException">It was refused, or the room is over, or too many posts wait. It is not in the room.</exception>
    /// <exception cref="OutcomeUnknownException">It was sent, and no answer will come: it may be in the room.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before.</exception>
    public Task<long> SayAsync(string text, string commandId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(commandId);
        _connection.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        if (commandId.Length == 0 || Encoding.UTF8.GetByteCount(commandId) > ProtocolLimits.CommandIdBytes)
        {
            throw new ParleyException(Code.CommandIdInvalid, $"A command id has 1 to {ProtocolLimits.CommandIdBytes} bytes of UTF-8.");
        }

        if (Encoding.UTF8.GetByteCount(text) is var bytes && bytes > _connection.TextBytes)
        {
            throw new ParleyException(Code.TextTooLong, $"The text has {bytes} bytes of UTF-8; {_connection.TextBytes} are allowed.");
        }

        return _link.Posts.SayAsync(text, commandId, cancellationToken);
    }

    /// <summary>Everything that happens in the room, from where it was joined, in order, without a gap and without a double, also across broken
    /// connections. Ends when the room was left or the client disposed.</summary>
    /// <remarks>
    /// <para>A room has one reader at a time; a later one goes on where an earlier one stopped.</para>
    /// <para>An application may read as slowly as it likes. <see cref="ParleyClientOptions.RoomBufferBytes"/> of events wait for it. When they are
    /// full, the client stops reading from the server, which keeps the rest in its log. If the client is in other rooms too, or a post
    /// waits for its answer, it does so only for <see cref="ParleyClientOptions.RoomBufferPatience"/>; then the room's further events are
    /// dropped as they come, and read again from the server's log, in pages, when the application reads on. Either way
    /// nothing is lost and no other room waits; presence and signals go on. What a room that is never read costs is the
    /// bandwidth of its events.</para>
    /// </remarks>
    /// <exception cref="ParleyException">The server ended the room or the connection for good. Everything before was given out.</exception>
    /// <exception cref="InvalidOperationException">Somebody reads the room already.</exception>
    public IAsyncEnumerable<RoomItem> ReadAllAsync(CancellationToken cancellationToken = default) => _reader.ReadAllAsync(cancellationToken);

    /// <inheritdoc cref="ParleyClient.ReadHistoryAsync"/>
    public IAsyncEnumerable<RoomEvent> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
        _calls.ReadHistoryAsync(Name, range, cancellationToken);

    /// <inheritdoc cref="ParleyClient.ListMembersAsync"/>
    public IAsyncEnumerable<string> ListMembersAsync(CancellationToken cancellationToken = default) => _calls.ListMembersAsync(Name, cancellationToken);

    /// <summary>Who comes and goes, from the first step of the enumeration on, to each of any number of readers. Of a user that comes and goes
    /// while nobody reads, only the last is kept, and of 1,024 users at most; <see cref="Members"/> is as the server last said. In rooms of more than 256
    /// members the server tells nobody until there are no more than that again. Ends with the room.</summary>
    public IAsyncEnumerable<PresenceChange> ReadPresenceAsync(CancellationToken cancellationToken = default) => _link.Members.Changes.ReadAllAsync(cancellationToken);

    /// <summary>What members show in passing, from the first step of the enumeration on, to each of any number of readers. Of a user and a key only the
    /// latest is kept while nobody reads, and of 1,024 of them at most. Ends with the room.</summary>
    public IAsyncEnumerable<RoomSignal> ReadSignalsAsync(CancellationToken cancellationToken = default) => _link.Signals.ReadAllAsync(cancellationToken);

    /// <summary>Shows something passing to the room, such as typing or a cursor. Completes when it is on its way; nobody says whether it arrived.
    /// Without a connection it is dropped, and so is one that a later one of the same key overtakes before it was sent.</summary>
    /// <param name="key">What it is, such as <c>typing</c>: 1 to 64 bytes of UTF-8.</param>
    /// <param name="content">At most 1,024 bytes, of the clients' choice. Copied.</param>
    /// <param name="cancellationToken">Not used yet.</param>
    /// <exception cref="ParleyException">The key or the content is too long, or the connection ended for good.</exception>
    public ValueTask SignalAsync(string key, ReadOnlyMemory<byte> content = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        if (key.Length == 0 || Encoding.UTF8.GetByteCount(key) > SignalKeyBytes || content.Length > SignalBytes)
        {
            throw new ParleyException(Code.Invalid, $"A signal has a key of 1 to {SignalKeyBytes} bytes and a content of at most {SignalBytes}.");
        }

        _connection.Send(new Signal { Room = Name, Key = key, Content = ByteString.CopyFrom(content.Span) });
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for the answers to what was said here, and leaves. <see cref="ReadAllAsync"/> gives out what came before, and ends.</summary>
    /// <exception cref="OperationCanceledException">The waiting was cancelled. The room may be left or not.</exception>
    public Task LeaveAsync(CancellationToken cancellationToken = default) => _connection.LeaveAsync(_link, cancellationToken);
}
