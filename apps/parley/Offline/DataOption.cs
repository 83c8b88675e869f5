using System.CommandLine;
using Parley.Command.Execution;

namespace Parley.Command.Offline;

/// <summary>The option of commands that work on the data directory of a server without asking it.</summary>
internal static class DataOption
{
    private const string Default = "parley-data";
    private const string Variable = "PARLEY_DATA";

    public static readonly Option<string> Data = new("--data")
    {
        Description = $"Directory of the log. [env: {Variable}] [default: {Default}]",
        HelpName = "DIR",
    };

    /// <summary>Reads the directory.</summary>
    /// <exception cref="CommandException">The name is empty.</exception>
    public static string Read(ParseResult parsed) => RequireName(OptionValue.Read(parsed, Data, Variable) ?? Default, Data);

    /// <summary>Demands that an option names a directory.</summary>
    /// <exception cref="CommandException">The name is empty.</exception>
    public static string RequireName(string directory, Option<string> option) => directory.Length > 0
        ? directory
        : throw CommandException.Usage($"{option.Name} is ''. It must name a directory.");
}
