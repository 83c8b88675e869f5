using System.Text;
using Parley.Command.Clients;
using Parley.Command.Output;
using Parley.Protocol;

namespace Parley.Command.Chat.Terminal;

/// <summary>A chat on a terminal: shows what everybody says while a line is being typed.</summary>
internal sealed class TerminalChat(ChatConnection connection, ConnectionOptions options, Screen screen, TimeProvider time)
{
    private const int MaxMessagesAtOnce = 200;

    private static readonly string[] Help =
    [
        "/help         shows this",
        "/quit         leaves, as do Ctrl+C and Ctrl+D",
        "//text        says /text",
        "Up and Down   what you said before",
        "Ctrl+L        clears the screen",
    ];

    private readonly LineEditor _line = new();
    private readonly LineHistory _history = new();

    /// <summary>Runs until left.</summary>
    /// <exception cref="CommandException">The server ended the stream, or is gone; the terminal is as it was.</exception>
    public async Task RunAsync(CancellationToken leave)
    {
        KeyReader.Prepare();
        var watches = ScreenFactory.WatchSize(screen.Refresh);
        try
        {
            screen.Notice($"You are {options.User} in {options.Room} on {options.Server.Authority}. /help tells more, /quit leaves.");
            var showing = ShowAsync();
            var typing = TypeAsync(leave);
            if (await Task.WhenAny(showing, typing) == typing)
            {
                await typing;
                await connection.LeaveAsync();
                await Task.WhenAny(showing, Task.Delay(Patience.Limit, time, CancellationToken.None));
            }

            if (showing.IsCompleted)
            {
                await showing;
            }
        }
        finally
        {
            Array.ForEach(watches, watch => watch.Dispose());
            screen.Close();
        }
    }

    /// <summary>Shows messages until the stream ends; many at once if they come fast.</summary>
    private async Task ShowAsync()
    {
        await foreach (var batch in connection.ReadAllAsync().InBatchesAsync(MaxMessagesAtOnce))
        {
            screen.Print(batch);
        }
    }

    /// <summary>Takes keys until somebody leaves or the stream is over.</summary>
    private async Task TypeAsync(CancellationToken leave)
    {
        try
        {
            while (await ApplyAsync(await KeyReader.ReadAsync(leave)))
            {
                if (!KeyReader.HasMore)
                {
                    screen.Type(_line.Text, _line.Cursor);
                }
            }
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // Left with Ctrl+C.
        }
    }

    private async ValueTask<bool> ApplyAsync(ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { Key: ConsoleKey.Enter }:
                return await EnterAsync(_line.Text);
            case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when _line.Text.Length == 0:
                return false;
            case { Key: ConsoleKey.L, Modifiers: ConsoleModifiers.Control }:
                screen.Clear();
                return true;
            default:
                EditorKeys.Apply(key, _line, _history);
                return true;
        }
    }

    private async ValueTask<bool> EnterAsync(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > ProtocolLimits.TextBytes)
        {
            screen.Notice($"Not sent: that is longer than {ProtocolLimits.TextBytes} bytes of UTF-8. Send it in parts.");
            return true;
        }

        _history.Add(text);
        _line.Replace("");
        var line = TypedLine.Parse(text);
        switch (line.Meaning)
        {
            case TypedMeaning.Message:
                return await connection.SendAsync(line.Text);
            case TypedMeaning.Quit:
                return false;
            case TypedMeaning.Help:
                Array.ForEach(Help, screen.Notice);
                return true;
            case TypedMeaning.Unknown:
                screen.Notice($"Not sent: there is no {line.Text}. /help lists what there is; to say {line.Text}, type /{line.Text}.");
                return true;
            default:
                return true;
        }
    }
}
