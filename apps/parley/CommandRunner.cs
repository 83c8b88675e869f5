using System.CommandLine;
using System.CommandLine.Parsing;

namespace Parley.Command;

internal static class CommandRunner
{
    /// <summary>Exit code for work that could not be done.</summary>
    public const int Failure = 1;

    /// <summary>Exit code for a command line that makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>Runs the command, or says in one line what is wrong with the command line.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        }

        await Console.Error.WriteLineAsync($"parley: {parsed.Errors[^1].Message} Try '{HelpOf(parsed.CommandResult)}'.");
        return Usage;
    }

    private static string HelpOf(CommandResult command) =>
        command.Parent is null ? "parley --help" : $"parley {command.Command.Name} --help";
}
