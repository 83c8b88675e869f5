using Microsoft.Extensions.Logging;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Rooms;

namespace Parley.Server.Contracts.Chat;

/// <summary>
/// Posts of one stream on their way to the room: while one call is in flight more collect, and the next call takes them all.
/// Holds at most two batches; a sender that is faster than the room waits. For one caller at a time.
/// </summary>
internal sealed class PostQueue(RoomDirectory rooms, string room, ILogger logger)
{
    private const int MaxPosts = 256;
    private const int MaxCharacters = 64 * 1024;

    private static readonly Rejection NoAnswer = new(ParleyCode.Unavailable, "The room did not answer. Join again in a moment.");

    private List<PostCommand> _batch = [];
    private int _characters;
    private Task _flight = Task.CompletedTask;

    /// <summary>Sequence of the last accepted post; 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Why a post was refused; <c>null</c> while all are accepted.</summary>
    public Rejection? Refused { get; private set; }

    /// <summary>Told at the first refusal, while nothing awaits this queue.</summary>
    public Action? OnRefused { get; set; }

    /// <summary>Adds a post; waits for the call in flight if the batch is full.</summary>
    public async ValueTask AddAsync(PostCommand post)
    {
        _batch.Add(post);
        _characters += post.Text.Length;
        if (_batch.Count >= MaxPosts || _characters >= MaxCharacters)
        {
            await _flight;
            Depart();
        }
    }

    /// <summary>Sends what has collected, unless more input completes while the call in flight is awaited.</summary>
    public async ValueTask SendUnlessAsync(Task moreInput)
    {
        if (_batch.Count > 0)
        {
            await _flight;
            if (!moreInput.IsCompleted)
            {
                Depart();
            }
        }
    }

    /// <summary>Sends what has collected and waits until the room has answered everything.</summary>
    public async Task FlushAsync()
    {
        await _flight;
        if (_batch.Count > 0)
        {
            Depart();
            await _flight;
        }
    }

    private void Depart()
    {
        _flight = PostAsync(_batch);
        _batch = [];
        _characters = 0;
    }

    private async Task PostAsync(List<PostCommand> batch)
    {
        if (Refused is not null)
        {
            return;
        }

        try
        {
            foreach (var outcome in await rooms.PostAsync(room, batch))
            {
                LastSequence = Math.Max(LastSequence, outcome.Sequence);
                Refused ??= outcome.Rejection;
            }
        }
        catch (Exception exception)
        {
            ChatLogMessages.PostFailed(logger, exception);
            Refused = NoAnswer;
        }

        if (Refused is not null)
        {
            OnRefused?.Invoke();
        }
    }
}
