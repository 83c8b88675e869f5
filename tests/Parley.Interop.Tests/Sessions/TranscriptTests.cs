using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>The documented transcripts, played by the libraries of three languages against a real server.</summary>
[Collection(nameof(SessionCollection))]
public sealed class TranscriptTests(SharedServer shared)
{
    // The libraries for Go and Python post only messages.
    private const string Kinds = "Kinds of rooms";

    private static readonly string[] LanguagesWithSessions = [Languages.Go, Languages.Python, Languages.TypeScript];

    /// <summary>
    /// What the client for TypeScript does not send besides: frames for a room that it is not in. It posts and leaves through the room.
    /// </summary>
    private static readonly string[] NeedsARoom =
    [
        """ada > {"leave":{"room":"kitchen"}}""",
        """ada < {"rejected":{"room":"kitchen","code":"CODE_NOT_JOINED"}}""",
        """ada > {"post":{"room":"garden","commandId":"c1","content":{"message":{"text":"hello"}}}}""",
        """ada < {"rejected":{"room":"garden","commandId":"c1","code":"CODE_NOT_JOINED","retryAfterMs":0}}""",
        "rejected.retryAfterMs",
    ];

    /// <summary>What the libraries do not send or expose in each transcript, because they handle it themselves.</summary>
    private static readonly Dictionary<string, string[]> NotPlayed = new()
    {
        ["Greeting and joining"] = ["hello.client", "welcome.heartbeatSeconds", "welcome.limits", "welcome.sessionId"],
        ["Posting, and posting again"] = ["rejected.retryAfterMs"],
        ["Coming back"] = [],
        [Kinds] = [],
        ["Leaving"] = [],
        ["What is refused"] =
        [
            """ada > {"hello":{"user":"eve","protocolVersion":1}}""",
            """ada < {"rejected":{"code":"CODE_ALREADY_GREETED"}}""",
            "rejected.retryAfterMs",
            """ada > {"post":{"room":"kitchen","commandId":"","content":{"message":{"text":"hello"}}}}""",
            """ada < {"rejected":{"room":"kitchen","code":"CODE_COMMAND_ID_INVALID"}}""",
            """ada > {"post":{"room":"kitchen","commandId":"c2"}}""",
            """ada < {"rejected":{"room":"kitchen","commandId":"c2","code":"CODE_INVALID"}}""",
            """ada > {"ping":{}}""",
            """ada < {"pong":{}}""",
        ],
        ["What ends a session"] =
        [
            """ada > {"post":{"room":"kitchen","commandId":"c1","content":{"message":{"text":"hello"}}}}""",
            """ada < {"goAway":{"code":"CODE_HELLO_EXPECTED","reason":"*","retryAfterMs":0}}""",
            "ada . INVALID_ARGUMENT",
            """bob > {"hello":{"user":"bob","protocolVersion":2}}""",
            """bob < {"goAway":{"code":"CODE_VERSION_UNSUPPORTED","reason":"*","retryAfterMs":0}}""",
            "bob . FAILED_PRECONDITION",
        ],
        ["Who is here, and what they are doing"] = ["signal.user"],
    };

    public static TheoryData<string, string, int> Transcripts =>
    [
        .. LanguagesWithSessions.SelectMany(language =>
            RoomContractDocument.Transcripts.Index()
                .Where(transcript => transcript.Item.Title != Kinds || language == Languages.TypeScript)
                .Select(transcript => (language, transcript.Item.Title, transcript.Index))),
    ];

    [Theory]
    [MemberData(nameof(Transcripts))]
    public async Task Transcript_PlayedByLibrary_Matches(string language, string title, int index)
    {
        await using var server = await ServerProcess.StartAsync(data: ":memory:");
        await using var player = await TranscriptPlayer.StartAsync(
            language, Languages.AddressFor(language, server), RoomContractDocument.Transcripts[index].Lines);

        await player.SucceedAsync();

        var additional = language == Languages.TypeScript ? NeedsARoom : [];
        Assert.Equal(NotPlayed[title].Except(additional), player.NotPlayed.Except(additional));
    }

    [Theory]
    [InlineData("""ada < {"welcome":{"user":"bob"}}""")]
    [InlineData("""ada < {"joined":{}}""")]
    [InlineData("""ada < {"welcome":{"nothing":"*"}}""")]
    [InlineData("""ada < {"accepted":{}}""")]
    [InlineData("ada . OK")]
    [InlineData("bob x")]
    [InlineData("ada, what do you say?")]
    [InlineData("""ada . OK""", """ada < {"welcome":{"user":"ada"}}""", """ada > {"join":{"room":"wrong"}}""", "ada x")]
    [InlineData("""ada < {"joined":{"members":[]}}""", """ada < {"welcome":{"user":"ada"}}""", """ada > {"join":{"room":"wrong"}}""")]
    [InlineData("""ada < {"left":{}}""", """ada < {"welcome":{"user":"ada"}}""", """ada > {"leave":{"room":"wrong"}}""")]
    [InlineData(
        """ada < {"rejected":{"code":"CODE_INVALID"}}""", """ada < {"welcome":{"user":"ada"}}""", """ada > {"leave":{"room":"wrong"}}""")]
    [InlineData(
        """ada < {"event":{"content":{"message":{"text":"bye"}}}}""",
        """ada < {"welcome":{"user":"ada"}}""",
        """ada > {"join":{"room":"wrong"}}""",
        """ada < {"joined":{}}""",
        """ada > {"post":{"room":"wrong","commandId":"w1","content":{"message":{"text":"hello"}}}}""")]
    public async Task Transcript_WithWrongLine_FailsAtThatLine(string wrong, params string[] before)
    {
        // The client for TypeScript cannot leave a room that it is not in.
        var needsNoRoom = LanguagesWithSessions.Where(language =>
            language != Languages.TypeScript || !before.Any(line => line.Contains("leave", StringComparison.Ordinal)));
        foreach (var language in needsNoRoom)
        {
            await using var player = await TranscriptPlayer.StartAsync(
                language, Languages.AddressFor(language, shared.Server), string.Join('\n', [Hello("ada"), .. before, wrong]));

            Assert.Equal(1, await player.Process.WaitForExitAsync());
            Assert.StartsWith($"transcript: {wrong}: ", Assert.Single(player.Process.Errors), StringComparison.Ordinal);
        }
    }

    private static string Hello(string user) => $$$"""{{{user}}} > {"hello":{"user":"{{{user}}}","protocolVersion":1}}""";
}
