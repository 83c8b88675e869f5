using Parley.Command.Chat.Connections;
using Parley.Command.Clients;
using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Command.Output;

namespace Parley.Command.Chat;

/// <summary>A chat without a terminal: plain lines in, plain lines out.</summary>
internal static class PlainChat
{
    private const string Quit = "/quit";

    /// <summary>
    /// Sends every non-empty line of standard input, until the input ends or a line is <c>/quit</c>. Prints messages until the
    /// server ends the stream.
    /// </summary>
    /// <exception cref="CommandException">The server ended the stream first.</exception>
    public static async Task RunAsync(ChatConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        var zone = time.LocalTimeZone;
        var printing = LineOutput.Open().PrintAsync(connection.ReadAllAsync(), message => PlainLine.Of(message, zone));
        var sending = SendLinesAsync(connection, cancellationToken);
        await connection.RunAsync(printing, sending, () => LeaveTimeout.ElapsedAsync(time, cancellationToken));
    }

    private static async Task SendLinesAsync(ChatConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var line in StandardInput.ReadLinesAsync(cancellationToken))
            {
                if (line == Quit || (line.Length > 0 && !await connection.SendAsync(line)))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C: leave cleanly.
        }
    }
}
