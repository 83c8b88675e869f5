using Grpc.Core;
using Parley.Protocol;
using Parley.Protocol.Chat;

namespace Parley.Testing;

/// <summary>One open <c>JoinChat</c> of the generated client. Every wait has a deadline.</summary>
public sealed class ChatTester : IDisposable
{
    private readonly AsyncDuplexStreamingCall<ChatMessage, ChatMessage> _call;

    private ChatTester(AsyncDuplexStreamingCall<ChatMessage, ChatMessage> call) => _call = call;

    /// <summary>Opens a stream and waits until the server has accepted it.</summary>
    public static async Task<ChatTester> JoinAsync(ChatService.ChatServiceClient client, string? room, params Metadata.Entry[] metadata)
    {
        var tester = Open(client, room, metadata);
        await tester._call.ResponseHeadersAsync.Within("response headers");
        return tester;
    }

    /// <summary>Opens a stream, without waiting for the server.</summary>
    public static ChatTester Open(ChatService.ChatServiceClient client, string? room, params Metadata.Entry[] metadata)
    {
        var headers = new Metadata();
        if (room is not null)
        {
            headers.Add(ChatMetadata.Room, room);
        }

        foreach (var entry in metadata)
        {
            headers.Add(entry);
        }

        return new ChatTester(client.JoinChat(headers));
    }

    /// <summary>Sends a message.</summary>
    public Task SayAsync(string user, string text, long timestamp = 0) =>
        _call.RequestStream.WriteAsync(new ChatMessage { UserId = user, Text = text, Timestamp = timestamp }).Within("a write");

    /// <summary>Half-closes.</summary>
    public Task LeaveAsync() => _call.RequestStream.CompleteAsync();

    /// <summary>Reads the next message.</summary>
    public async Task<ChatMessage> ReadAsync() => await _call.ResponseStream.MoveNext(CancellationToken.None).Within("a message")
        ? _call.ResponseStream.Current
        : throw new InvalidOperationException($"The stream ended with {_call.GetStatus()}.");

    /// <summary>Reads the texts of the next messages.</summary>
    public async Task<List<string>> ReadTextsAsync(int count)
    {
        var texts = new List<string>(count);
        while (texts.Count < count)
        {
            texts.Add((await ReadAsync()).Text);
        }

        return texts;
    }

    /// <summary>Reads until the server ends the stream.</summary>
    /// <returns>The messages, and how the stream ended.</returns>
    public async Task<(List<ChatMessage> Messages, Status Status)> ReadToEndAsync()
    {
        var messages = new List<ChatMessage>();
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None).Within("a message or the end"))
            {
                messages.Add(_call.ResponseStream.Current);
            }

            return (messages, _call.GetStatus());
        }
        catch (RpcException exception)
        {
            return (messages, exception.Status);
        }
    }

    /// <summary>Cancels the stream if it has not ended.</summary>
    public void Dispose() => _call.Dispose();
}
