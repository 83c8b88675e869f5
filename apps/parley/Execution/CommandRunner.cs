using System.CommandLine;
using System.CommandLine.Parsing;

namespace Parley.Command.Execution;

internal static class CommandRunner
{
    /// <summary>Runs the command, or explains in one line why the command line is invalid.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        }

        ErrorOutput.WriteLine($"{parsed.Errors[^1].Message} Try '{HelpFor(parsed.CommandResult)}'.");
        return ExitCode.Usage;
    }

    private static string HelpFor(CommandResult command) =>
        command.Parent is null ? "parley --help" : $"parley {command.Command.Name} --help";
}
