using System.CommandLine;

namespace Parley.Command.Execution;

/// <summary>Values of options that an environment variable can provide as well. The command line wins.</summary>
internal static class OptionValue
{
    /// <summary>The value of the option, or else of the variable.</summary>
    /// <returns><c>null</c> if the option was not given and the variable is unset or empty.</returns>
    public static string? Read(ParseResult parsed, Option<string> option, string variable) =>
        parsed.GetValue(option) ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null);
}
