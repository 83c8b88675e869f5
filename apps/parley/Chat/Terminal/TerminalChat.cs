using System.Text;
using Parley.Command.Chat.Connections;
using Parley.Command.Clients;
using Parley.Command.Execution;
using Parley.Command.Output;
using Parley.Protocol;

namespace Parley.Command.Chat.Terminal;

/// <summary>A chat on a terminal: shows everybody's messages while the user types.</summary>
internal sealed class TerminalChat(ChatConnection connection, ConnectionOptions options, Screen screen, TimeProvider time)
{
    private const int MaxMessagesAtOnce = 200;

    private static readonly string[] Help =
    [
        "/help         shows this",
        "/quit         leaves, as do Ctrl+C and Ctrl+D",
        "//text        sends /text",
        "Up and Down   recall the lines you sent",
        "Ctrl+L        clears the screen",
    ];

    private readonly LineEditor _line = new();
    private readonly LineHistory _history = new();

    /// <summary>Runs until the user leaves.</summary>
    /// <exception cref="CommandException">The server ended the stream, or is gone. The terminal has been restored.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        KeyReader.Prepare();

        // A terminal that has gone delivers an endless stream of empty keys.
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = OutputWatch.ReaderGone.ContinueWith(_ => TryCancel(leave), TaskScheduler.Default);
        var watches = ScreenFactory.WatchSize(screen.Refresh);
        try
        {
            screen.PrintNotice($"You are {options.User} in {options.Room} on {options.Server.Authority}. /help shows help, /quit leaves.");
            await connection.RunAsync(
                ShowAsync(), TypeAsync(leave.Token), () => Task.Delay(LeaveTimeout.Duration, time, CancellationToken.None));
        }
        finally
        {
            Array.ForEach(watches, watch => watch.Dispose());
            screen.Close();
        }
    }

    /// <summary>Shows messages until the stream ends.</summary>
    private async Task ShowAsync()
    {
        await foreach (var batch in connection.ReadAllAsync().InBatchesAsync(MaxMessagesAtOnce))
        {
            screen.Print(batch);
        }
    }

    /// <summary>Reads keys until the user leaves or the stream has ended.</summary>
    private async Task TypeAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ApplyAsync(await KeyReader.ReadAsync(cancellationToken)))
            {
                if (!KeyReader.HasMore)
                {
                    screen.ShowInput(_line.Text, _line.Cursor);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C, or the terminal has gone: leave cleanly.
        }
    }

    private static void TryCancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The chat is over.
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

    /// <summary>Sends the line or runs its command.</summary>
    /// <returns>False if the chat is over.</returns>
    private async ValueTask<bool> EnterAsync(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > ProtocolLimits.TextBytes)
        {
            screen.PrintNotice($"Not sent: the message is longer than {ProtocolLimits.TextBytes} bytes of UTF-8. Send it in parts.");
            return true;
        }

        _history.Add(text);
        _line.Replace("");
        var line = InputLine.Parse(text);
        switch (line.Action)
        {
            case InputAction.Send:
                return await connection.SendAsync(line.Text);
            case InputAction.Quit:
                return false;
            case InputAction.Help:
                Array.ForEach(Help, screen.PrintNotice);
                return true;
            case InputAction.UnknownCommand:
                screen.PrintNotice(
                    $"Not sent: there is no command {line.Text}. /help lists the commands; to send {line.Text}, type /{line.Text}.");
                return true;
            default:
                return true;
        }
    }
}
