using System.Threading.Channels;

namespace Parley.Command.Chat;

/// <summary>Sends messages and waits until each came back: then the room has accepted it.</summary>
internal sealed class Sender(ChatConnection connection, string user, TimeProvider time)
{
    private const int MostUnconfirmed = 1024;

    private readonly Channel<string> _unconfirmed = Channel.CreateBounded<string>(MostUnconfirmed);

    /// <exception cref="ChatEndedException">The server refused a message, ended the stream, or is gone.</exception>
    /// <exception cref="CommandException">Asked to leave before everything was accepted.</exception>
    public async Task RunAsync(IAsyncEnumerable<string> texts, CancellationToken leave)
    {
        var confirming = ConfirmAsync();
        var sending = SendAsync(texts);
        if (await Task.WhenAny(confirming, sending) == sending)
        {
            await sending;
            await connection.LeaveAsync();
            await Task.WhenAny(confirming, Patience.EndAsync(time, leave));
        }

        if (!confirming.IsCompleted)
        {
            throw new CommandException("interrupted before everything was accepted.", CommandRunner.Failure);
        }

        await confirming;
    }

    private async Task SendAsync(IAsyncEnumerable<string> texts)
    {
        await foreach (var text in texts)
        {
            await _unconfirmed.Writer.WriteAsync(text);
            if (!await connection.SendAsync(text))
            {
                break;
            }
        }

        _unconfirmed.Writer.Complete();
    }

    private async Task ConfirmAsync()
    {
        var sent = _unconfirmed.Reader;
        await foreach (var message in connection.ReadAllAsync())
        {
            if (message.UserId == user && sent.TryPeek(out var text) && message.Text == text)
            {
                sent.TryRead(out _);
                if (sent.Completion.IsCompleted)
                {
                    return;
                }
            }
        }

        if (sent.TryPeek(out _))
        {
            throw new ChatEndedException("the server ended the chat before it accepted everything. Send the rest again.");
        }
    }
}
