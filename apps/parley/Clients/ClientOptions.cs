using System.CommandLine;
using System.Globalization;
using Parley.Protocol;

namespace Parley.Command.Chat;

/// <summary>The options that all client commands share. An environment variable gives a default; the command line wins.</summary>
internal static class ClientOptions
{
    private const string All = "all";

    public static readonly Option<string> User = new("--user")
    {
        Description = "Your name in the room. [env: PARLEY_USER]",
        HelpName = "NAME",
    };

    public static readonly Option<string> Room = new("--room")
    {
        Description = $"The room to join. [env: PARLEY_ROOM] [default: {RoomName.Default}]",
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

    /// <summary>Reads and checks what a command that sends needs.</summary>
    /// <exception cref="CommandException">A value is missing or invalid.</exception>
    public static ConnectionOptions ReadSender(ParseResult parsed)
    {
        var user = Value(parsed, User, "PARLEY_USER") is { Length: > 0 } name
            ? name
            : throw Usage("Say who you are: --user NAME, or set PARLEY_USER.");
        return UserName.Complaint(user) is { } complaint ? throw Usage(complaint) : ReadReader(parsed) with { User = user };
    }

    /// <summary>Reads and checks what a command that only reads needs.</summary>
    /// <exception cref="CommandException">A value is invalid.</exception>
    public static ConnectionOptions ReadReader(ParseResult parsed)
    {
        var room = ReadRoom(parsed);
        var server = Value(parsed, Server, "PARLEY_SERVER") ?? ServerAddress.Default;
        var address = ServerAddress.Parse(server)
            ?? throw Usage($"'{SafeText.Clean(server)}' is not a server address. Write it like {ServerAddress.Default} (see --server).");
        return new ConnectionOptions { Server = address, Room = room };
    }

    /// <summary>Reads and checks the room.</summary>
    /// <exception cref="CommandException">The name is invalid.</exception>
    public static string ReadRoom(ParseResult parsed)
    {
        var room = Value(parsed, Room, "PARLEY_ROOM") ?? RoomName.Default;
        return RoomName.Complaint(room) is { } complaint ? throw Usage(complaint) : room;
    }

    /// <summary>Reads and checks how many of the last messages are wanted; <see cref="long.MaxValue"/> for all.</summary>
    /// <exception cref="CommandException">The value is invalid.</exception>
    public static long ReadLast(ParseResult parsed, long otherwise) => parsed.GetValue(Last) switch
    {
        null => otherwise,
        All => long.MaxValue,
        var value => ReadCount(value) ?? throw Usage($"'{SafeText.Clean(value)}' is not a number of messages. Write --last N, or --last {All}."),
    };

    /// <summary>Reads a whole number from 0 on.</summary>
    /// <returns><c>null</c> if it is none.</returns>
    public static long? ReadCount(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static string? Value(ParseResult parsed, Option<string> option, string variable) =>
        parsed.GetValue(option) ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null);

    private static CommandException Usage(string message) => new(message, CommandRunner.Usage);
}
