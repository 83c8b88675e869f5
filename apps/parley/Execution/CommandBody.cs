using Parley.Server.Hosting;
using Parley.Server.Hosting.Settings;
using Parley.Server.Offline;

namespace Parley.Command.Execution;

/// <summary>Runs the body of a command: Ctrl+C cancels it, and a failure becomes one line on standard error.</summary>
internal static class CommandBody
{
    /// <inheritdoc cref="RunAsync(Func{CancellationToken, Task{int}}, string?)"/>
    public static Task<int> RunAsync(Func<CancellationToken, Task> work, string? unfinished = null) => RunAsync(
        async cancellationToken =>
        {
            await work(cancellationToken);
            return ExitCode.Success;
        },
        unfinished);

    /// <summary>Runs the work.</summary>
    /// <param name="work">The work; its token is cancelled when the user asks the command to end.</param>
    /// <param name="unfinished">
    /// What was not done, for the message if the work is cancelled; <c>null</c> if cancelling is the normal way to end the command.
    /// </param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> work, string? unfinished = null)
    {
        using var interrupt = new InterruptHandler();
        try
        {
            StandaloneServer.RequireKnownVariables();
            return await work(interrupt.CancellationToken);
        }
        catch (StartupException exception)
        {
            ErrorOutput.WriteLine(exception.Message);
            return ExitCode.Usage;
        }
        catch (CommandException exception)
        {
            ErrorOutput.WriteLine(exception.Message);
            return exception.ExitCode;
        }
        catch (OfflineLogException exception)
        {
            ErrorOutput.WriteLine(exception.Message);
            return ExitCode.Failure;
        }
        catch (OperationCanceledException) when (interrupt.CancellationToken.IsCancellationRequested)
        {
            if (unfinished is null)
            {
                return ExitCode.Success;
            }

            ErrorOutput.WriteLine($"interrupted before {unfinished}.");
            return ExitCode.Failure;
        }
        catch (OutputClosedException)
        {
            return ExitCode.Success;
        }
    }
}
