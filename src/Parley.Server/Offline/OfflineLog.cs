using Parley.Rooms.Contents;
using Parley.Storage.Sqlite;

namespace Parley.Server.Offline;

/// <summary>
/// The log in a data directory, read without asking its server. Reading takes no lock and changes nothing, so a server may be running
/// on the directory; <see cref="Verify"/> needs it stopped. For one thread at a time.
/// </summary>
public sealed class OfflineLog : IDisposable
{
    private readonly LogReader _reader;

    private OfflineLog(LogReader reader) => _reader = reader;

    /// <summary>The epoch of positions in a room, in the form that clients receive.</summary>
    /// <exception cref="OfflineLogException">The log cannot be read.</exception>
    public string ReadEpoch(string room) => OfflineWork.Guard(() => _reader.ReadEpoch(room));

    /// <summary>Opens the log of a data directory.</summary>
    /// <param name="directory">The directory that the server was given with <c>--data</c>.</param>
    /// <exception cref="OfflineLogException">
    /// There is no log in the directory, or the file is damaged, belongs to another program or was written by a newer version.
    /// </exception>
    public static OfflineLog Open(string directory) => new(OfflineWork.Guard(() => LogReader.Open(directory)));

    /// <summary>Checks the whole log and prevents a server from starting on the directory until the check is done.</summary>
    /// <param name="directory">The data directory of a stopped server; nothing in it is changed.</param>
    /// <param name="progress">Receives the progress on the calling thread; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Aborts the check.</param>
    /// <exception cref="OfflineLogException">
    /// A server is using the directory, there is no log in it, or the file is unreadable, belongs to another program or was written by a
    /// newer version.
    /// </exception>
    /// <exception cref="OperationCanceledException">The check was aborted.</exception>
    public static VerificationReport Verify(
        string directory, IProgress<OfflineProgress>? progress = null, CancellationToken cancellationToken = default) =>
        OfflineWork.Run(adapter => LogVerifier.Verify(directory, adapter, cancellationToken), progress);

    /// <summary>The rooms that have events, ordered by name. The log is read page by page while the result is enumerated.</summary>
    /// <exception cref="OfflineLogException">The log cannot be read; thrown by the enumeration.</exception>
    public IEnumerable<StoredRoom> ListRooms() =>
        Guard(_reader.ReadRooms, static room => new StoredRoom(room.Name, room.Head, room.Kind));

    /// <summary>The last events of a room, oldest first; none if the room has no events.</summary>
    /// <param name="room">The name of the room.</param>
    /// <param name="count">The maximum number of events; 0 or more.</param>
    /// <exception cref="OfflineLogException">The log cannot be read; thrown by the enumeration.</exception>
    public IEnumerable<StoredEvent> ReadLast(string room, long count) => Guard(() => _reader.ReadLast(room, count), ToEvent);

    /// <summary>The events of a room after a sequence, oldest first, up to the one that is last when the enumeration starts.</summary>
    /// <param name="room">The name of the room.</param>
    /// <param name="sequence">The sequence before the first event wanted; 0 for all events.</param>
    /// <exception cref="OfflineLogException">The log cannot be read; thrown by the enumeration.</exception>
    public IEnumerable<StoredEvent> ReadAfter(string room, long sequence) => Guard(() => _reader.ReadAfter(room, sequence), ToEvent);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static StoredEvent ToEvent(Parley.Rooms.RoomEvent @event) => new(
        @event.Sequence,
        @event.User,
        @event.Time,
        MessageContent.TryDecode(@event.Content.Span, out var text) ? text : null,
        @event.CommandId,
        ContentTypes.Of(@event.Content.Span) == ContentType.Erased,
        ErasureContent.TryDecode(@event.Content.Span, out var erasure) ? erasure.Sequences : null);

    private static IEnumerable<TResult> Guard<TSource, TResult>(Func<IEnumerable<TSource>> read, Func<TSource, TResult> convert)
    {
        using var items = OfflineWork.Guard(read).GetEnumerator();
        while (OfflineWork.Guard(items.MoveNext))
        {
            yield return convert(items.Current);
        }
    }
}
