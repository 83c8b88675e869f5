using System.Text.RegularExpressions;
using Parley.Protocol.V1;
using Parley.Server.Tests.Transports.WebSockets;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Rooms;

/// <summary>The server does what the document describes to authors of clients.</summary>
public sealed partial class RoomContractDocumentTests(SharedServer shared)
{
    public static TheoryData<string, int> Transcripts =>
        [.. RoomContractDocument.Transcripts.Select((transcript, i) => (transcript.Title, i))];

    [Theory]
    [MemberData(nameof(Transcripts))]
    public async Task Transcript_OfTheDocument_MatchesTheServer(string title, int index)
    {
        Assert.NotEmpty(title);
        await using var server = await ServerProcess.StartAsync(data: ":memory:");
        using var transcript = new Transcript(() => SessionTester.Open(server.ConnectRooms()));

        await transcript.PlayAsync(RoomContractDocument.Transcripts[index].Lines);
        await transcript.EndAsync();
    }

    [Theory]
    [MemberData(nameof(Transcripts))]
    public async Task Transcript_OverAWebSocket_MatchesTheServer(string title, int index)
    {
        Assert.NotEmpty(title);
        await using var server = await ServerProcess.StartAsync(data: ":memory:");
        using var transcript = new Transcript(() => new SessionTester(new WebSocketSessionCall(server.WebAddress)));

        await transcript.PlayAsync(RoomContractDocument.Transcripts[index].Lines);
        await transcript.EndAsync();
    }

    [Fact]
    public async Task Transcript_WithoutALine_Fails()
    {
        using var transcript = new Transcript(() => SessionTester.Open(shared.Server.ConnectRooms()));
        await transcript.PlayAsync("""
            ada > {"hello":{"user":"ada","protocolVersion":1}}
            ada < {"welcome":{"user":"ada"}}
            ada > {"join":{"room":"left-out"}}
            """);

        await Assert.ThrowsAsync<Xunit.Sdk.EqualException>(transcript.EndAsync);
    }

    [Theory]
    [InlineData("""ada < {"welcome":{"user":"bob"}}""")]
    [InlineData("""ada < {"joined":{}}""")]
    [InlineData("""ada < {"welcome":{"limits":{"rooms":7}}}""")]
    [InlineData("""ada < {"welcome":{"nothing":"*"}}""")]
    [InlineData("ada x\nada . OK")]
    [InlineData("ada, what do you say?")]
    public async Task Transcript_WithAWrongLine_Fails(string line)
    {
        using var transcript = new Transcript(() => SessionTester.Open(shared.Server.ConnectRooms()));
        await transcript.PlayAsync("""ada > {"hello":{"user":"ada","protocolVersion":1}}""");

        await Assert.ThrowsAsync<InvalidOperationException>(() => transcript.PlayAsync(line));
    }

    [Fact]
    public void Codes_AreAllInTheTable()
    {
        var codes = CodeReflection.Descriptor.EnumTypes.Single(type => type.Name == nameof(Code)).Values.Select(value => value.Name);

        Assert.Equal(codes, Row().Matches(RoomContractDocument.Text).Select(match => match.Groups["code"].Value));
    }

    [GeneratedRegex(@"^\| `(?<code>CODE_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
