using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Server.Refusals;

namespace Parley.Server.Posts;

/// <summary>
/// Posts from one stream to one room. While one call to the room is pending, further posts collect, and the next call takes them all. How many
/// may collect is the caller's to limit.
/// </summary>
/// <param name="rooms">Where the room is.</param>
/// <param name="room">A valid room name.</param>
/// <param name="noAnswer">The reason given for posts whose outcome is unknown.</param>
/// <param name="answered">Receives each batch with its outcomes, in order, before the next batch is sent.</param>
/// <param name="logger">For failures of the room.</param>
internal sealed class PostQueue(
    RoomDirectory rooms, string room, string noAnswer, Action<IReadOnlyList<PostCommand>, IReadOnlyList<PostOutcome>> answered, ILogger logger)
{
    private readonly Lock _gate = new();
    private List<PostCommand> _collected = [];
    private Task _calls = Task.CompletedTask;
    private bool _isCalling;
    private bool _isRequested;

    /// <summary>True if every post is answered.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return !_isCalling && _collected.Count == 0;
            }
        }
    }

    /// <summary>Adds a post. It is sent with the next <see cref="Send"/>.</summary>
    public void Add(PostCommand post)
    {
        lock (_gate)
        {
            _collected.Add(post);
        }
    }

    /// <summary>Sends what has collected: at once, or as soon as the pending call returns. For the stream's reader alone.</summary>
    public void Send()
    {
        List<PostCommand> batch;
        lock (_gate)
        {
            _isRequested = true;
            if (_isCalling || !TryTakeRequested_NeedsGate(out batch!))
            {
                return;
            }

            _isCalling = true;
        }

        _calls = CallAsync(batch);
    }

    /// <summary>Completes when everything that was sent is answered. For the stream's reader alone.</summary>
    public Task CompleteAsync() => _calls;

    /// <summary>Sends what has collected and completes when everything is answered. For the stream's reader alone.</summary>
    public Task FlushAsync()
    {
        Send();
        return CompleteAsync();
    }

    private async Task CallAsync(List<PostCommand> batch)
    {
        do
        {
            IReadOnlyList<PostOutcome> outcomes;
            try
            {
                outcomes = await rooms.PostAsync(room, batch);
            }
            catch (Exception exception)
            {
                RefusalLogMessages.PostFailed(logger, exception);
                outcomes = [.. batch.Select(_ => new PostOutcome(0, new Rejection(ParleyCode.Unavailable, noAnswer)))];
            }

            answered(batch, outcomes);
        }
        while (TryContinue(out batch!));
    }

    private bool TryContinue([NotNullWhen(true)] out List<PostCommand>? batch)
    {
        lock (_gate)
        {
            return _isCalling = TryTakeRequested_NeedsGate(out batch);
        }
    }

    private bool TryTakeRequested_NeedsGate([NotNullWhen(true)] out List<PostCommand>? batch)
    {
        batch = null;
        if (!_isRequested || _collected.Count == 0)
        {
            return false;
        }

        (batch, _collected, _isRequested) = (_collected, [], false);
        return true;
    }
}
