using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Parley.Engine.Rooms;
using Parley.Rooms;

namespace Parley.Engine.Routing.Local;

/// <summary>
/// Owns every room of the log in this process. A room wakes at its first post, and sleeps when it was not posted to for a while: it then
/// takes no memory.
/// </summary>
internal sealed class LocalRoomRouter : IRoomRouter, IAsyncDisposable
{
    // States are saved in groups, and posts to other rooms get their turn between them. Meanwhile each state is in memory twice.
    private const int ClosedAtOnce = 32;

    private readonly ConcurrentDictionary<string, LocalRoom> _rooms = new();
    private readonly RoomOwners _owners;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _closingIdle;
    private volatile bool _isStopping;

    /// <param name="owners">Opens owners of rooms.</param>
    /// <param name="options">When rooms sleep.</param>
    /// <param name="time">Measures how long rooms are idle.</param>
    /// <param name="logger">Logs rooms that did not close as they should.</param>
    public LocalRoomRouter(RoomOwners owners, RoomOptions options, TimeProvider time, ILogger<LocalRoomRouter> logger)
    {
        (_owners, _logger) = (owners, logger);
        _timer = new PeriodicTimer(TimeSpan.FromSeconds(options.IdleSeconds), time);
        _closingIdle = CloseIdleAsync();
    }

    /// <summary>How many rooms are awake.</summary>
    public int Count => _rooms.Count;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The router was disposed.</exception>
    public async Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts)
    {
        while (true)
        {
            var local = _rooms.GetOrAdd(room, static (name, owners) => new LocalRoom(name, owners), _owners);

            // Checked once the room is in the table: either the post is refused here, or the room is closed with the others.
            ObjectDisposedException.ThrowIf(_isStopping, this);
            if (local.TryPostAsync(posts) is { } posting)
            {
                return await posting;
            }

            await local.Closed;
        }
    }

    /// <summary>Completes when all rooms have committed their events and saved their states.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _timer.Dispose();
        await _closingIdle;
        await CloseAllAsync(onlyIfIdle: false);
    }

    private async Task CloseIdleAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            await CloseAllAsync(onlyIfIdle: true);
        }
    }

    private async Task CloseAllAsync(bool onlyIfIdle)
    {
        foreach (var rooms in _rooms.Select(entry => entry.Value).Where(room => room.TryBeginClose(onlyIfIdle)).Chunk(ClosedAtOnce))
        {
            await Task.WhenAll(rooms.Select(CloseAsync));
        }
    }

    private async Task CloseAsync(LocalRoom room)
    {
        try
        {
            await room.CloseAsync();
        }
        catch (Exception exception)
        {
            RoutingLogMessages.NotClosed(_logger, room.Name, exception);
        }
        finally
        {
            _rooms.TryRemove(KeyValuePair.Create(room.Name, room));
            room.SetClosed();
        }
    }
}
