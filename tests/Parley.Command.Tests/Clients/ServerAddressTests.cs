using Parley.Command.Clients;

namespace Parley.Command.Tests.Clients;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("localhost", "http://localhost:50051/")]
    [InlineData("localhost:1234", "http://localhost:1234/")]
    [InlineData("localhost:80", "http://localhost/")]
    [InlineData("127.0.0.1:1234", "http://127.0.0.1:1234/")]
    [InlineData("[::1]:1234", "http://[::1]:1234/")]
    [InlineData("[::1]", "http://[::1]:50051/")]
    [InlineData("http://chat.example:1234", "http://chat.example:1234/")]
    [InlineData("http://chat.example:1234/", "http://chat.example:1234/")]
    [InlineData("https://chat.example", "https://chat.example/")]
    public void Parse_AnAddress_IsRead(string text, string address) => Assert.Equal(address, ServerAddress.Parse(text)?.AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(":50051")]
    [InlineData("localhost:port")]
    [InlineData("localhost:70000")]
    [InlineData("localhost:0")]
    [InlineData("local host")]
    [InlineData("ftp://localhost")]
    [InlineData("parley://localhost")]
    [InlineData("http://")]
    [InlineData("http://localhost/rooms")]
    [InlineData("http://ada@localhost")]
    [InlineData("http://localhost?room=a")]
    [InlineData("localhost#a")]
    public void Parse_Nonsense_IsNull(string text) => Assert.Null(ServerAddress.Parse(text));
}
