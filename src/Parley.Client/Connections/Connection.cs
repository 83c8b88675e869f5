using Microsoft.Extensions.Logging;
using Parley.Client.Errors;
using Parley.Client.Frames;
using Parley.Client.Posts;
using Parley.Client.Rooms;
using Parley.Client.Sessions;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Connections;

/// <summary>
/// The connection to a server: one session at a time, and a wait between two of them. Rooms and posts outlive sessions.
/// </summary>
internal sealed class Connection : IAsyncDisposable
{
    private readonly SessionCalls _calls;
    private readonly ParleyClientOptions _options;
    private readonly ILogger _log;
    private readonly StateReporter _states;
    private readonly ClientLifetime _lifetime;
    private readonly PostWindow _window;
    private readonly RoomTable _rooms;
    private readonly RoomMembership _membership;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private int _textBytes = ProtocolLimits.TextBytes;

    public Connection(
        SessionCalls calls, ParleyClientOptions options, ClientLifetime lifetime, ILogger log, Action<StateChange> changed)
    {
        (_calls, _options, _lifetime, _log) = (calls, options, lifetime, log);
        _states = new(changed, log);
        _window = new(options.MaxWaitingPosts);
        _rooms = new(_lifetime);
        _membership = new(_rooms, _window, _lifetime, options);
        _running = Task.Run(RunAsync);
    }

    public ConnectionState State => _states.State;

    /// <summary>Completes with the first welcome; fails if the first attempt ends without one.</summary>
    public Task First => _first.Task;

    /// <summary>Longest text the server accepts, in bytes of UTF-8.</summary>
    public int TextBytes => Volatile.Read(ref _textBytes);

    /// <inheritdoc cref="ClientLifetime.ThrowIfClosed"/>
    public void ThrowIfClosed() => _lifetime.ThrowIfClosed();

    public Task<RoomLink> JoinAsync(string name, From from, CancellationToken cancellationToken) =>
        _membership.JoinAsync(name, from, cancellationToken);

    public Task LeaveAsync(RoomLink room, CancellationToken cancellationToken) => _membership.LeaveAsync(room, cancellationToken);

    /// <summary>Sends a signal if a session is open.</summary>
    public void Send(Signal signal)
    {
        ThrowIfClosed();
        _rooms.Write(signal);
    }

    /// <summary>Waits for the answers to posts and half-closes the session, within <see cref="ParleyClientOptions.CloseTimeout"/>; then
    /// ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_lifetime.TryBeginClosing())
        {
            await _running.ConfigureAwait(false);
            return;
        }

        using var timeout = new CancellationTokenSource(_options.CloseTimeout, _options.TimeProvider);
        try
        {
            await Task.WhenAny(_window.WhenIdleAsync(), _running).WaitAsync(timeout.Token).ConfigureAwait(false);
            if (_rooms.TryHalfClose())
            {
                await _running.WaitAsync(timeout.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Time is up. What has no answer fails below.
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var attempt = 0;
        while (true)
        {
            var session = new Session(_calls, _membership, OnWelcome, _options, _log);
            var end = await session.RunAsync(_stop.Token).ConfigureAwait(false);
            _first.TrySetException(end.ToException());

            // Observed here, because nobody else observes it for a client that was started without waiting for the first session.
            _ = _first.Task.Exception;
            if (end.IsFinal || _stop.IsCancellationRequested || (_lifetime.IsClosing && !_window.IsBusy))
            {
                Finish(end);
                return;
            }

            attempt = session.LastedLongerThan(_options.Backoff.Max) ? 0 : attempt;
            await WaitAsync(end, attempt++).ConfigureAwait(false);
        }
    }

    /// <summary>A session was welcomed. The limits are known before posts are sent, and all rooms are joined before the application learns
    /// of the session.</summary>
    private void OnWelcome(FrameQueue queue, Welcome welcome)
    {
        _log.Connected(SafeText.Clean(welcome.SessionId), SafeText.Clean(welcome.Server));
        Volatile.Write(ref _textBytes, welcome.Limits is { TextBytes: > 0 } limits ? limits.TextBytes : ProtocolLimits.TextBytes);
        _window.Resize(welcome.Limits?.Posts ?? 0);
        _membership.OnSessionBegan(queue);
        _first.TrySetResult();
        _states.Report(ConnectionState.Connected);
    }

    /// <summary>Waits before the next session. If the server asks for a delay, the client waits that long plus the backoff of a first
    /// attempt, to spread the clients: the server asked all of them to wait for the same time.</summary>
    private async Task WaitAsync(SessionEnd end, int attempt)
    {
        var random = _options.DrawRandom();
        var delay = end.RetryAfter is { } after ? after + _options.Backoff.Delay(0, random) : _options.Backoff.Delay(attempt, random);
        _log.Reconnecting(end.Code, SafeText.Clean(end.Reason), delay);
        if (State == ConnectionState.Connected)
        {
            _states.Report(ConnectionState.Reconnecting, end.Reason);
        }

        await Task.Delay(delay, _options.TimeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Finish(SessionEnd end)
    {
        end = _lifetime.IsClosing ? SessionEnd.Closed : end;
        var rooms = _rooms.Close(end.ToException);

        // This comes before the rooms end: an application that sees a room fail must find the client closed.
        _states.Set(ConnectionState.Closed);
        foreach (var room in rooms)
        {
            room.End(end.ToException(), isExpected: _lifetime.IsClosing, isLogReachable: false);
        }

        if (!_lifetime.IsClosing)
        {
            _log.Ended(end.Code, SafeText.Clean(end.Reason));
        }

        _states.Report(ConnectionState.Closed, end.Reason);
    }
}
