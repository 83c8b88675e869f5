namespace Parley.Client;

/// <content>What can be read without being in a room.</content>
public sealed partial class ParleyClient
{
    /// <summary>A room's events from the server's log, one by one, in the direction of the range. What is decided meanwhile may be among them.</summary>
    /// <param name="room">The room.</param>
    /// <param name="range">Which events, and in which direction.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="ParleyException">The server refused, or could not be reached for <see cref="ParleyClientOptions.RetryFor"/>, or its log was
    /// replaced meanwhile.</exception>
    public IAsyncEnumerable<RoomEvent> ReadHistoryAsync(string room, HistoryRange range, CancellationToken token = default) =>
        _calls.ReadHistoryAsync(room, range, token);

    /// <summary>One page of a room's events.</summary>
    /// <param name="room">The room.</param>
    /// <param name="range">Which events: those nearest to its beginning.</param>
    /// <param name="pageSize">At most so many: 1 to 1,000, default 100. A page may have fewer for its size.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="ParleyException">The server refused, or could not be reached for <see cref="ParleyClientOptions.RetryFor"/>.</exception>
    public Task<HistoryPage> ListEventsAsync(string room, HistoryRange range, int pageSize = 100, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, 1000);
        return _calls.ListEventsAsync(room, range, pageSize, token);
    }

    /// <summary>The rooms that have events, by name.</summary>
    /// <exception cref="ParleyException">The server refused, or could not be reached for <see cref="ParleyClientOptions.RetryFor"/>.</exception>
    public IAsyncEnumerable<RoomInfo> ListRoomsAsync(CancellationToken token = default) => _calls.ListRoomsAsync(token);

    /// <summary>Who is in a room now, by name, however many there are.</summary>
    /// <param name="room">The room.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="ParleyException">The server refused, or could not be reached for <see cref="ParleyClientOptions.RetryFor"/>.</exception>
    public IAsyncEnumerable<string> ListMembersAsync(string room, CancellationToken token = default) => _calls.ListMembersAsync(room, token);
}
