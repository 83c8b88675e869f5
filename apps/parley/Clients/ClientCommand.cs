using Parley.Engine.Logs;
using Parley.Storage;

namespace Parley.Command.Chat;

/// <summary>What all client commands do around their work: check the options, connect, and end with one line if it goes wrong.</summary>
internal static class ClientCommand
{
    /// <summary>Connects as the options say and runs the work.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Func<ConnectionOptions> read, Func<ChatConnection, ConnectionOptions, LeaveSignal, Task> work) =>
        RunAsync(async leave =>
        {
            var options = read();
            await using var connection = await ChatConnection.OpenAsync(options, leave.Asked);
            await work(connection, options, leave);
        });

    /// <summary>Runs work that needs no connection.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<LeaveSignal, Task> work)
    {
        using var leave = new LeaveSignal();
        try
        {
            await work(leave);
            return 0;
        }
        catch (CommandException exception)
        {
            return Fail(exception.Message, exception.ExitCode);
        }
        catch (Exception exception) when (exception is ChatEndedException or LogOpenException or RoomLogException)
        {
            return Fail(SafeText.Clean(exception.Message), CommandRunner.Failure);
        }
        catch (OperationCanceledException) when (leave.Asked.IsCancellationRequested)
        {
            return 0;
        }
        catch (IOException)
        {
            // Whoever read the output has closed it, as head(1) does.
            return 0;
        }
    }

    private static int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine($"parley: {message}");
        return exitCode;
    }
}
