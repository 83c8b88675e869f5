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

    public static string Read(ParseResult parsed) => OptionValue.Read(parsed, Data, Variable) ?? Default;
}
