using System.CommandLine;
using Parley.Command.Execution;
using Parley.Protocol;

namespace Parley.Command.Clients;

/// <summary>The options that all client commands share.</summary>
internal static class ClientOptions
{
    private static readonly TimeSpan MemberReconnectTimeout = TimeSpan.FromSeconds(30);

    public static readonly Option<string> User = new("--user")
    {
        Description = "Your name in the room. [env: PARLEY_USER]",
        HelpName = "NAME",
    };

    public static readonly Option<string> DefaultUser = new(User.Name)
    {
        Description = $"{User.Description} [default: the user of the operating system]",
        HelpName = User.HelpName,
    };

    public static readonly Option<string> Room = new("--room")
    {
        Description = $"The room. [env: PARLEY_ROOM] [default: {RoomName.Default}]",
        HelpName = "NAME",
    };

    public static readonly Option<string> Server = new("--server")
    {
        Description = $"The server's gRPC address; http:// is optional. [env: PARLEY_SERVER] [default: {ServerAddress.Default}]",
        HelpName = "URL",
    };

    /// <summary>Reads the options of a command whose user must be named.</summary>
    /// <exception cref="CommandException">A value is missing or invalid.</exception>
    public static ConnectionOptions ReadWithUser(ParseResult parsed) => ReadMember(parsed, ReadUser(parsed, User));

    /// <summary>Reads the options of a command whose user, unless named, is that of the operating system.</summary>
    /// <exception cref="CommandException">A value is invalid.</exception>
    public static ConnectionOptions ReadWithDefaultUser(ParseResult parsed) =>
        ReadMember(parsed, ReadUser(parsed, DefaultUser) ?? Environment.UserName);

    /// <summary>Reads the options of a command that needs a room but no user.</summary>
    /// <exception cref="CommandException">A value is invalid.</exception>
    public static ConnectionOptions ReadWithRoom(ParseResult parsed) => ReadServer(parsed) with { Room = ReadRoom(parsed) };

    /// <summary>Reads the options of a command that needs only a server.</summary>
    /// <exception cref="CommandException">The address is invalid.</exception>
    public static ConnectionOptions ReadServer(ParseResult parsed)
    {
        var server = OptionValue.Read(parsed, Server, "PARLEY_SERVER") ?? ServerAddress.Default;
        return new ConnectionOptions
        {
            Server = ServerAddress.Parse(server) ?? throw CommandException.Usage(
                $"'{server}' is not a server address. Write it like {ServerAddress.Default}, with a port from 1 to 65,535 " +
                $"(see {Server.Name})."),
        };
    }

    /// <summary>Reads the name of the room.</summary>
    /// <exception cref="CommandException">The name is invalid.</exception>
    public static string ReadRoom(ParseResult parsed)
    {
        var room = OptionValue.Read(parsed, Room, "PARLEY_ROOM") ?? RoomName.Default;
        return RoomName.Validate(room) is { } error ? throw CommandException.Usage(error) : room;
    }

    private static string? ReadUser(ParseResult parsed, Option<string> option) => OptionValue.Read(parsed, option, "PARLEY_USER");

    private static ConnectionOptions ReadMember(ParseResult parsed, string? user)
    {
        if (string.IsNullOrEmpty(user))
        {
            throw CommandException.Usage("Say who you are: --user NAME, or set PARLEY_USER.");
        }

        return UserName.Validate(user) is { } error
            ? throw CommandException.Usage(error)
            : ReadWithRoom(parsed) with { User = user, ReconnectTimeout = MemberReconnectTimeout };
    }
}
