using System.Text.RegularExpressions;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions;

/// <summary>What the document tells authors of other clients is what the server does.</summary>
public sealed partial class ProtocolDocumentTests(SharedServer shared)
{
    public static TheoryData<string, int> Transcripts => [.. ProtocolDocument.Transcripts.Select((transcript, i) => (transcript.Title, i))];

    [Theory]
    [MemberData(nameof(Transcripts))]
    public async Task Transcript_OfTheDocument_ComesTrue(string title, int index)
    {
        Assert.NotEmpty(title);
        await using var server = await ServerProcess.StartAsync(data: ":memory:");
        using var transcript = new Transcript(server.ConnectRooms());

        await transcript.PlayAsync(ProtocolDocument.Transcripts[index].Lines);
        await transcript.EndAsync();
    }

    [Fact]
    public async Task Transcript_ThatLeavesSomethingOut_Fails()
    {
        using var transcript = new Transcript(shared.Server.ConnectRooms());
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
    public async Task Transcript_ThatIsWrong_Fails(string line)
    {
        using var transcript = new Transcript(shared.Server.ConnectRooms());
        await transcript.PlayAsync("""ada > {"hello":{"user":"ada","protocolVersion":1}}""");

        await Assert.ThrowsAsync<InvalidOperationException>(() => transcript.PlayAsync(line));
    }

    [Fact]
    public void Codes_AreAllInTheTable()
    {
        var codes = CodeReflection.Descriptor.EnumTypes.Single(type => type.Name == nameof(Code)).Values.Select(value => value.Name);

        Assert.Equal(codes, Row().Matches(ProtocolDocument.Text).Select(match => match.Groups["code"].Value));
    }

    [GeneratedRegex(@"^\| `(?<code>CODE_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
