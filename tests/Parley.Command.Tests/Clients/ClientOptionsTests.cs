using System.CommandLine;
using Parley.Command.Chat;
using Parley.Command.Clients;
using Parley.Command.Execution;

namespace Parley.Command.Tests.Clients;

/// <summary>The command line alone. The tests with real processes cover the environment variables.</summary>
public sealed class ClientOptionsTests
{
    [Fact]
    public void ReadWithUser_AllGiven_IsRead()
    {
        var options = ClientOptions.ReadWithUser(Parse("--user", "ada", "--room", "games", "--server", "localhost:1234"));

        Assert.Equal(("ada", "games", "http://localhost:1234/"), (options.User, options.Room, options.Server.AbsoluteUri));
    }

    [Fact]
    public void ReadWithRoom_NothingGiven_IsTheLocalLobby()
    {
        var options = ClientOptions.ReadWithRoom(Parse());

        Assert.Equal(("", "lobby", "http://localhost:50051/"), (options.User, options.Room, options.Server.AbsoluteUri));
    }

    [Theory]
    [InlineData("--user", "")]
    [InlineData("--user", "a\u0001")]
    [InlineData("--room", "")]
    [InlineData("--room", "a b")]
    [InlineData("--server", "")]
    [InlineData("--server", "ftp://localhost")]
    public void ReadWithUser_InvalidValue_IsAUsageError(string option, string value)
    {
        string[] rest = option == "--user" ? [] : ["--user", "ada"];

        var exception = Assert.Throws<CommandException>(() => ClientOptions.ReadWithUser(Parse([option, value, .. rest])));

        Assert.Equal(2, exception.ExitCode);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static ParseResult Parse(params string[] arguments) => ChatCommand.Create().Parse(arguments);
}
