using Parley.Command.Clients;
using Parley.Command.Output;

namespace Parley.Command.Chat;

/// <summary>A chat without a terminal: plain lines in, plain lines out.</summary>
internal static class PlainChat
{
    private const string Quit = "/quit";

    /// <summary>
    /// Sends every line of the standard input that is not empty until it ends or says <c>/quit</c>; prints until the server ends the stream.
    /// </summary>
    /// <exception cref="CommandException">The server ended the stream before it was left.</exception>
    public static async Task RunAsync(ChatConnection connection, TimeProvider time, CancellationToken leave)
    {
        var zone = time.LocalTimeZone;
        var printing = LineOutput.Open().PrintAsync(connection.ReadAllAsync(), message => PlainLine.Of(message, zone));
        var sending = SendLinesAsync(connection, leave);
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
        try
        {
            await foreach (var line in StandardInput.ReadLinesAsync(leave))
            {
                if (line == Quit || (line.Length > 0 && !await connection.SendAsync(line)))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // Left with Ctrl+C.
        }
    }
}
