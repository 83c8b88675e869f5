using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Interop.Tests.Collaboration;

/// <summary>Editors made of CodeMirror's own collab extension, in a room of steps.</summary>
[Collection(nameof(Sessions.SessionCollection))]
public sealed class CodeMirrorTests(ITestOutputHelper output)
{
    private const string Room = "text";
    private const int Clients = 8;
    private const int Edits = 2_000;

    // The program gives up earlier by itself.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Editors_CutWhileAllType_HaveTheTextOfTheLog()
    {
        var seed = Seed();
        var program = await Languages.BuildSampleAsync("CodeMirrorCollab", "edit.js");
        await using var server = await ServerProcess.StartAsync();
        await using var editors = TestProcess.Start(
            "node",
            [
                program, "--server", server.GrpcAddress, "--room", Room, "--clients", $"{Clients}", "--edits", $"{Edits}", "--cut",
                "--seed", $"{seed}",
            ]);

        var lines = await ReadToEndAsync(editors);
        await editors.SucceedAsync();

        var result = JsonSerializer.Deserialize<EditResult>(Assert.Single(lines), JsonSerializerOptions.Web)!;
        output.WriteLine($"{result}");
        Assert.Equal((Clients, Clients * Edits), (result.Clients, result.Edits));
        Assert.True(result.Reconnects >= Clients, $"Only {result.Reconnects} reconnects. {editors.Transcript}");
        Assert.True(result.Conflicts > 0, $"No conflict. {editors.Transcript}");

        var log = await ReadAsync(server.ConnectRooms());
        Assert.Equal("steps", log[0].Content.Created.Kind);
        var batches = log.Skip(1).Select(@event => @event.Content.Steps.Steps_).ToList();
        Assert.Equal(result.Events, batches.Count);
        Assert.All(batches, Assert.NotEmpty);
        Assert.Equal(result.Edits, batches.Sum(batch => batch.Count));

        var text = batches.SelectMany(batch => batch).Aggregate("", (text, step) => CodeMirrorStep.Apply(step.Span, text));
        Assert.Equal(result.Length, text.Length);
        Assert.Equal(result.Sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static async Task<List<string>> ReadToEndAsync(TestProcess editors)
    {
        try
        {
            return await editors.ReadToEndAsync().WaitAsync(Limit);
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"Still running after {Limit}. {editors.Transcript}", exception);
        }
    }

    private static async Task<List<Event>> ReadAsync(RoomService.RoomServiceClient rooms)
    {
        var events = new List<Event>();
        while (true)
        {
            var page = await rooms.ListEventsAsync(new ListEventsRequest { Room = Room, After = events.Count, PageSize = 1_000 });
            events.AddRange(page.Events);
            if (events.Count == page.HeadSequence)
            {
                return events;
            }
        }
    }

    private int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"repeat with TEST_SEED={seed}");
        return seed;
    }
}
