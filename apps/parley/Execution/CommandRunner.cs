using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Parley.Command.Completion;

namespace Parley.Command.Execution;

/// <summary>Parses the command line and runs the command.</summary>
internal static class CommandRunner
{
    // Any text is a text: none names a file to read arguments from, and none is taken apart into options of one letter.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Runs the command, or explains in one line why the command line is invalid.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = Parse(root, args);
        var isCompletion = root.Directives.OfType<SuggestDirective>().Any(directive => parsed.GetResult(directive) is not null);
        if (!isCompletion && (UnknownOption.Find(parsed) ?? (parsed.Errors is [.., var error] ? error.Message : null)) is { } reason)
        {
            ErrorOutput.WriteLine($"{reason} Try '{HelpFor(parsed.CommandResult)}'.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What commands read and write apart from the console, they watch over themselves.
            if (OutputFailure.IsReaderGone(exception))
            {
                return ExitCode.Success;
            }

            ErrorOutput.WriteLine(OutputFailure.Explain(exception));
            return ExitCode.Failure;
        }
        catch (Exception exception)
        {
            ErrorOutput.WriteLine($"unexpected error: {exception}");
            return ExitCode.Failure;
        }
    }

    /// <summary>Parses the command line.</summary>
    public static ParseResult Parse(RootCommand root, string[] args)
    {
        // Without /h and /?, which are texts like any other.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help", "-h", "-?"));
        FileCompletion.Mark(root);
        return root.Parse(args, Parsing);
    }

    private static string HelpFor(CommandResult command) =>
        command.Parent is null ? "parley --help" : $"parley {command.Command.Name} --help";
}
