using System.CommandLine;
using System.Globalization;
using Parley.Command.Clients;
using Parley.Command.Execution;
using Parley.Command.Offline;

namespace Parley.Command.Rooms;

/// <summary>The options of commands that read the log of a room.</summary>
internal static class HistoryOptions
{
    private const string All = "all";

    public static readonly Option<string> Last = new("--last")
    {
        Description = $"Start with the last N messages of the room; '{All}' starts with the first one.",
        HelpName = "N",
    };

    public static readonly Option<string> Data = new("--data")
    {
        Description = "Read the log in this directory instead of asking a server; a server may be running on it.",
        HelpName = "DIR",
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON object per line.",
    };

    /// <summary>Reads the number of last messages to print.</summary>
    /// <returns><see cref="long.MaxValue"/> for all of them.</returns>
    /// <exception cref="CommandException">The value is invalid.</exception>
    public static long ReadLast(ParseResult parsed, long defaultCount) => parsed.GetValue(Last) switch
    {
        null => defaultCount,
        All => long.MaxValue,
        var value => ReadCount(value) ?? throw CommandException.Usage(
            $"'{value}' is not a number of messages. Write {Last.Name} N, or {Last.Name} {All}."),
    };

    /// <summary>Reads an option that excludes <see cref="Last"/>.</summary>
    /// <returns><c>null</c> if it was not given.</returns>
    /// <exception cref="CommandException">Both were given.</exception>
    public static string? ReadInsteadOfLast(ParseResult parsed, Option<string> option) =>
        (parsed.GetValue(option), parsed.GetValue(Last)) switch
        {
            (not null, not null) => throw CommandException.Usage($"Choose one: {Last.Name} or {option.Name}."),
            var (value, _) => value,
        };

    /// <summary>Reads the option that names a directory to read instead of asking a server.</summary>
    /// <returns><c>null</c> if a server is to be asked.</returns>
    /// <exception cref="CommandException">Both a directory and a server were given.</exception>
    public static string? ReadData(ParseResult parsed) => (parsed.GetValue(Data), parsed.GetValue(ClientOptions.Server)) switch
    {
        (not null, not null) => throw CommandException.Usage(
            $"Choose one: {Data.Name} reads a directory, {ClientOptions.Server.Name} asks a server."),
        var (directory, _) => directory is null ? null : DataOption.RequireName(directory, Data),
    };

    /// <summary>Parses a whole number, 0 or more.</summary>
    /// <returns><c>null</c> if the text is not such a number.</returns>
    public static long? ReadCount(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
