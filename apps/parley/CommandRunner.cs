using System.CommandLine;

namespace Parley.Command;

internal static class CommandRunner
{
    /// <summary>Exit code for a command line that makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>Runs the command, or says in one line each what is wrong with the command line.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync($"parley: {error.Message}");
        }

        await Console.Error.WriteLineAsync("Try 'parley --help'.");
        return Usage;
    }
}
