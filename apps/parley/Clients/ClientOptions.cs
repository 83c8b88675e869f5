using System.CommandLine;
using System.Globalization;
using Parley.Protocol;

namespace Parley.Command.Clients;

/// <summary>The options that all client commands share. An environment variable gives a default; the command line wins.</summary>
internal static class ClientOptions
{
    private const string All = "all";

    private static readonly TimeSpan MemberAwayLimit = TimeSpan.FromSeconds(30);

    public static readonly Option<string> User = new("--user")
    {
        Description = "Your name in the room. [env: PARLEY_USER]",
        HelpName = "NAME",
    };

    public static readonly Option<string> Room = new("--room")
    {
        Description = $"The room. [env: PARLEY_ROOM] [default: {RoomName.Default}]",
        HelpName = "NAME",
    };

    public static readonly Option<string> Server = new("--server")
    {
        Description = $"The server's gRPC address; http:// may be left out. [env: PARLEY_SERVER] [default: {ServerAddress.Default}]",
        HelpName = "URL",
    };

    public static readonly Option<string> Last = new("--last")
    {
        Description = "Begin with the last N messages of the room; all for all of them.",
        HelpName = "N",
    };

    public static readonly Option<string> Data = new("--data")
    {
        Description = "Read the log in this directory instead of asking a server; one may be running on it.",
        HelpName = "DIR",
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON object a line, for programs.",
    };

    /// <summary>Reads and checks what a command that sends needs.</summary>
    /// <exception cref="CommandException">A value is missing or invalid.</exception>
    public static ConnectionOptions ReadSender(ParseResult parsed) => ReadMember(parsed, Value(parsed, User, "PARLEY_USER"));

    /// <summary>Reads and checks what a command that joins a room to read needs; whoever runs it is the user, if nobody else is named.</summary>
    /// <exception cref="CommandException">A value is missing or invalid.</exception>
    public static ConnectionOptions ReadListener(ParseResult parsed) => ReadMember(parsed, Value(parsed, User, "PARLEY_USER") ?? Environment.UserName);

    /// <summary>Reads and checks what a command that asks about a room needs.</summary>
    /// <exception cref="CommandException">A value is invalid.</exception>
    public static ConnectionOptions ReadReader(ParseResult parsed) => ReadServer(parsed) with { Room = ReadRoom(parsed) };

    /// <summary>Reads and checks which server is meant.</summary>
    /// <exception cref="CommandException">The address makes no sense.</exception>
    public static ConnectionOptions ReadServer(ParseResult parsed)
    {
        var server = Value(parsed, Server, "PARLEY_SERVER") ?? ServerAddress.Default;
        var address = ServerAddress.Parse(server)
            ?? throw Usage($"'{server}' is not a server address. Write it like {ServerAddress.Default} (see --server).");
        return new ConnectionOptions { Server = address };
    }

    /// <summary>Reads and checks the room.</summary>
    /// <exception cref="CommandException">The name is invalid.</exception>
    public static string ReadRoom(ParseResult parsed)
    {
        var room = Value(parsed, Room, "PARLEY_ROOM") ?? RoomName.Default;
        return RoomName.Validate(room) is { } error ? throw Usage(error) : room;
    }

    /// <summary>Reads and checks how many of the last messages are wanted; <see cref="long.MaxValue"/> for all.</summary>
    /// <exception cref="CommandException">The value is invalid.</exception>
    public static long ReadLast(ParseResult parsed, long otherwise) => parsed.GetValue(Last) switch
    {
        null => otherwise,
        All => long.MaxValue,
        var value => ReadCount(value) ?? throw Usage($"'{value}' is not a number of messages. Write --last N, or --last {All}."),
    };

    /// <summary>Reads the value of an option that says where to begin instead of <see cref="Last"/>.</summary>
    /// <returns><c>null</c> if it was not given.</returns>
    /// <exception cref="CommandException">Both were given.</exception>
    public static string? ReadInsteadOfLast(ParseResult parsed, Option<string> after) => (parsed.GetValue(after), parsed.GetValue(Last)) switch
    {
        (not null, not null) => throw Usage($"Choose one: {Last.Name} or {after.Name}."),
        var (value, _) => value,
    };

    /// <summary>Reads the directory to read instead of asking a server.</summary>
    /// <returns><c>null</c> if a server is to be asked.</returns>
    /// <exception cref="CommandException">Both were given.</exception>
    public static string? ReadData(ParseResult parsed) => (parsed.GetValue(Data), parsed.GetValue(Server)) switch
    {
        (not null, not null) => throw Usage("Choose one: --data reads a directory, --server asks a server."),
        var (directory, _) => directory,
    };

    /// <summary>Reads a whole number from 0 on.</summary>
    /// <returns><c>null</c> if it is none.</returns>
    public static long? ReadCount(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>The command line makes no sense.</summary>
    public static CommandException Usage(string message) => new(message, CommandRunner.Usage);

    private static ConnectionOptions ReadMember(ParseResult parsed, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw Usage("Say who you are: --user NAME, or set PARLEY_USER.");
        }

        return UserName.Validate(name) is { } error ? throw Usage(error) : ReadReader(parsed) with { User = name, AwayLimit = MemberAwayLimit };
    }

    private static string? Value(ParseResult parsed, Option<string> option, string variable) =>
        parsed.GetValue(option) ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null);
}
