using Microsoft.Extensions.Logging;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Server.Refusals;

namespace Parley.Server.Posts;

/// <summary>
/// The posts of one stream to one room. While a call to the room is pending, further posts collect, and the next call takes them all. The
/// caller limits how many may collect.
/// </summary>
/// <param name="rooms">Brings posts to the room.</param>
/// <param name="room">A valid room name.</param>
/// <param name="noAnswer">The reason for refusing posts whose outcome is unknown.</param>
/// <param name="answered">
/// Receives each batch with its outcomes, in order. If it returns true, what has collected since is sent at once; otherwise that waits for
/// the next <see cref="Send"/>.
/// </param>
/// <param name="logger">For failures of the room.</param>
internal sealed class PostQueue(
    RoomDirectory rooms,
    string room,
    string noAnswer,
    Func<IReadOnlyList<PostCommand>, IReadOnlyList<PostOutcome>, bool> answered,
    ILogger logger)
{
    // The stream's reader adds and sends; the thread that completes a call takes what has collected since.
    private readonly Lock _gate = new();
    private List<PostCommand> _collected = [];
    private Task _calls = Task.CompletedTask;
    private bool _isCalling;

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

    /// <summary>Sends what has collected, unless a call is pending. Called only by the stream's reader.</summary>
    public void Send()
    {
        lock (_gate)
        {
            if (_isCalling || _collected.Count == 0)
            {
                return;
            }

            _isCalling = true;
        }

        _calls = CallAsync();
    }

    /// <summary>Completes when everything that was sent is answered. Called only by the stream's reader.</summary>
    public Task CompleteAsync() => _calls;

    /// <summary>Sends what has collected and completes when everything is answered. Called only by the stream's reader.</summary>
    public Task FlushAsync()
    {
        Send();
        return CompleteAsync();
    }

    private async Task CallAsync()
    {
        // On a busy machine, more posts arrive before the thread pool gets here, and go with the same call: at 100 connections this saved
        // sessions a tenth of their CPU.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        bool continues;
        do
        {
            var batch = Take();
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

            continues = answered(batch, outcomes);
        }
        while (TryContinue(continues));
    }

    private bool TryContinue(bool continues)
    {
        lock (_gate)
        {
            return _isCalling = continues && _collected.Count > 0;
        }
    }

    private List<PostCommand> Take()
    {
        lock (_gate)
        {
            (var batch, _collected) = (_collected, []);
            return batch;
        }
    }
}
