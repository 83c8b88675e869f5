using Parley.Command.Output;
using Parley.Engine.Logs;
using Parley.Storage;

namespace Parley.Command.Clients;

/// <summary>What all client commands do around their work: end at Ctrl+C, and with one line if it goes wrong.</summary>
internal static class ClientCommand
{
    /// <summary>Runs the work.</summary>
    /// <param name="work">What to do until somebody asks to leave.</param>
    /// <param name="unfinished">What is not done if somebody asks to leave before the end; <c>null</c> if leaving is the way to end it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task> work, string? unfinished = null)
    {
        using var leave = new LeaveSignal();
        try
        {
            await work(leave.Asked);
            return 0;
        }
        catch (CommandException exception)
        {
            return Fail(exception.Message, exception.ExitCode);
        }
        catch (Exception exception) when (exception is LogOpenException or RoomLogException)
        {
            return Fail(exception.Message, CommandRunner.Failure);
        }
        catch (OperationCanceledException) when (leave.Asked.IsCancellationRequested)
        {
            return unfinished is null ? 0 : Fail($"interrupted before {unfinished}.", CommandRunner.Failure);
        }
        catch (OutputClosedException)
        {
            return 0;
        }
    }

    private static int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine($"parley: {SafeText.Clean(message)}");
        return exitCode;
    }
}
