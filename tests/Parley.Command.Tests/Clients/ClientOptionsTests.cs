using System.CommandLine;
using Parley.Command.Chat;
using Parley.Command.Clients;

namespace Parley.Command.Tests.Clients;

/// <summary>The command line alone; what environment variables do is seen in real processes.</summary>
public sealed class ClientOptionsTests
{
    [Fact]
    public void ReadSender_AllGiven_IsRead()
    {
        var options = ClientOptions.ReadSender(Parse("--user", "ada", "--room", "games", "--server", "localhost:1234"));

        Assert.Equal(("ada", "games", "http://localhost:1234/"), (options.User, options.Room, options.Server.AbsoluteUri));
    }

    [Fact]
    public void ReadReader_NothingGiven_IsTheLobbyHere()
    {
        var options = ClientOptions.ReadReader(Parse());

        Assert.Equal(("", "lobby", "http://localhost:50051/"), (options.User, options.Room, options.Server.AbsoluteUri));
    }

    [Theory]
    [InlineData("--user", "")]
    [InlineData("--user", "a\u0001")]
    [InlineData("--room", "")]
    [InlineData("--room", "a b")]
    [InlineData("--server", "")]
    [InlineData("--server", "ftp://localhost")]
    public void ReadSender_AValueIsInvalid_IsAUsageError(string option, string value)
    {
        string[] rest = option == "--user" ? [] : ["--user", "ada"];

        var exception = Assert.Throws<CommandException>(() => ClientOptions.ReadSender(Parse([option, value, .. rest])));

        Assert.Equal(2, exception.ExitCode);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static ParseResult Parse(params string[] arguments) => ChatCommand.Create().Parse(arguments);
}
