using Microsoft.Extensions.Logging;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Rooms;
using Parley.Server.Posts;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Chat;

/// <summary>
/// A chat stream's posts. At most one batch is pending while another collects, so a sender that is faster than the room waits. Used only by
/// the stream's reader.
/// </summary>
internal sealed class ChatPosts
{
    private const int MaxPosts = 256;
    private const int MaxBytes = 64 * 1024;

    private readonly PostQueue _queue;
    private int _posts;
    private int _bytes;

    /// <param name="rooms">Brings posts to the room.</param>
    /// <param name="room">A valid room name.</param>
    /// <param name="logger">For failures of the room.</param>
    public ChatPosts(RoomDirectory rooms, string room, ILogger logger) =>
        _queue = new PostQueue(rooms, room, RefusalReasons.NoAnswer, OnAnswered, logger);

    /// <summary>Sequence of the last accepted post; 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>
    /// Why a post was refused; <c>null</c> while all are accepted. Nothing is sent after a refusal. The pending batch sets this and
    /// <see cref="LastSequence"/>, and the reader reads them only while no batch is pending.
    /// </summary>
    public Rejection? Refusal { get; private set; }

    /// <summary>Called when a batch has a refusal, on the thread that completes the batch.</summary>
    public Action? OnRefused { get; set; }

    /// <summary>Adds a post. If the batch that collects is full, waits for the pending one.</summary>
    public async ValueTask AddAsync(PostCommand post)
    {
        _queue.Add(post);
        _posts++;
        _bytes += post.Content.Length;
        if (_posts >= MaxPosts || _bytes >= MaxBytes)
        {
            await SendNextAsync();
        }
    }

    /// <summary>Completes when the pending batch is answered; at once if nothing has collected.</summary>
    public Task WaitForRoomAsync() => _posts > 0 ? _queue.CompleteAsync() : Task.CompletedTask;

    /// <summary>Sends what has collected. Called while no batch is pending, or with nothing collected.</summary>
    public void Send()
    {
        if (_posts == 0)
        {
            return;
        }

        (_posts, _bytes) = (0, 0);
        if (Refusal is null)
        {
            _queue.Send();
        }
    }

    /// <summary>Sends what has collected and completes when everything is answered.</summary>
    public async Task FlushAsync()
    {
        await SendNextAsync();
        await _queue.CompleteAsync();
    }

    private async Task SendNextAsync()
    {
        await _queue.CompleteAsync();
        Send();
    }

    // The reader decides when the next batch goes, and whether: nothing is sent after a refusal.
    private bool OnAnswered(IReadOnlyList<PostCommand> posts, IReadOnlyList<PostOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            LastSequence = Math.Max(LastSequence, outcome.Sequence);
            Refusal ??= outcome.Rejection;
        }

        if (Refusal is not null)
        {
            OnRefused?.Invoke();
        }

        return false;
    }
}
