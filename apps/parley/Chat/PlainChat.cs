namespace Parley.Command.Chat;

/// <summary>A chat without a terminal: plain lines in, plain lines out.</summary>
internal static class PlainChat
{
    private const string Quit = "/quit";

    /// <summary>
    /// Sends every line of the standard input until it ends or says <c>/quit</c>; prints until the server ends the stream.
    /// </summary>
    /// <exception cref="ChatEndedException">The server ended the stream before it was left.</exception>
    public static Task RunAsync(ChatConnection connection, TimeProvider time, CancellationToken leave) =>
        PrintWhileAsync(connection, SendLinesAsync(connection, leave), time, leave);

    /// <summary>Prints until asked to leave.</summary>
    /// <exception cref="ChatEndedException">The server ended the stream.</exception>
    public static Task ListenAsync(ChatConnection connection, TimeProvider time, CancellationToken leave) =>
        PrintWhileAsync(connection, Patience.AskedAsync(leave), time, leave);

    private static async Task PrintWhileAsync(ChatConnection connection, Task sending, TimeProvider time, CancellationToken leave)
    {
        using var output = PlainOutput.Open(time);
        var printing = output.PrintAsync(connection.ReadAllAsync());
        if (await Task.WhenAny(printing, sending) == sending)
        {
            await sending;
            await connection.LeaveAsync();
            await Task.WhenAny(printing, Patience.EndAsync(time, leave));
        }

        if (printing.IsCompleted)
        {
            await printing;
        }
    }

    private static async Task SendLinesAsync(ChatConnection connection, CancellationToken leave)
    {
        await foreach (var line in PlainInput.ReadLinesAsync(leave))
        {
            if (line == Quit || !await connection.SendAsync(line))
            {
                break;
            }
        }
    }
}
