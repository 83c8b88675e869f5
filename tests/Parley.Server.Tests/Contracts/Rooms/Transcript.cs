using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Rooms;

/// <summary>Plays a transcript from a document. Its names are clients, and each line is what one of them sends or receives.</summary>
/// <param name="open">Opens the session of a client.</param>
internal sealed partial class Transcript(Func<SessionTester> open) : IDisposable
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private readonly Dictionary<string, SessionTester> _sessions = [];

    // Frames that were read before their line, because Accepted may overtake the others.
    private readonly Dictionary<string, List<ServerFrame>> _waiting = [];
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _ended = [];

    /// <summary>Plays the lines. Fails at the first that does not match.</summary>
    public async Task PlayAsync(string lines)
    {
        const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var line in lines.Split('\n', Trimmed).Where(line => line[0] != '#'))
        {
            try
            {
                await PlayLineAsync(line);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{line}\n{exception.Message}", exception);
            }
        }
    }

    /// <summary>Fails if a client whose session is still open has received more than the lines contain.</summary>
    public async Task EndAsync()
    {
        foreach (var (name, session) in _sessions.Where(session => !_ended.Contains(session.Key)))
        {
            var seen = session.Frames.Count;
            await session.PingAsync();
            Assert.Equal((name, ""), (name, string.Join('\n', _waiting[name].Concat(session.Frames.Skip(seen).SkipLast(1)))));
        }
    }

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }
    }

    private async Task PlayLineAsync(string line)
    {
        var parts = Line().Match(line);
        Assert.True(parts.Success, "Not a line of a transcript.");
        var name = parts.Groups["name"].Value;
        var rest = parts.Groups["rest"].Value;
        if (!_sessions.TryGetValue(name, out var session))
        {
            _sessions[name] = session = open();
            _waiting[name] = [];
        }

        switch (parts.Groups["does"].Value)
        {
            case ">":
                var json = Value().Replace(rest, value => $"\"{_values[value.Groups["name"].Value]}\"");
                await session.SendAsync(ClientFrame.Parser.ParseJson(json));
                break;
            case "<":
                var wanted = JsonNode.Parse(rest)!;
                var frame = await ReceiveAsync(session, _waiting[name], wanted.AsObject().ContainsKey("accepted"));
                Match(wanted, JsonNode.Parse(Formatter.Format(frame)), "");
                break;
            case "x":
                await session.CompleteAsync();
                break;
            default:
                var seen = session.Frames.Count;
                var status = await session.EndAsync();
                Assert.Equal(rest, JsonNamingPolicy.SnakeCaseUpper.ConvertName(status.StatusCode.ToString()));
                Assert.Empty(_waiting[name].Concat(session.Frames.Skip(seen)));
                _ended.Add(name);
                break;
        }
    }

    /// <summary>The next frame that is an Accepted, or the next that is not one: their orders are separate.</summary>
    private static async Task<ServerFrame> ReceiveAsync(SessionTester session, List<ServerFrame> waiting, bool accepted)
    {
        var next = waiting.FindIndex(frame => frame.Accepted is not null == accepted);
        if (next >= 0)
        {
            var found = waiting[next];
            waiting.RemoveAt(next);
            return found;
        }

        while (true)
        {
            var frame = await session.NextAsync();
            if (frame.Accepted is not null == accepted)
            {
                return frame;
            }

            waiting.Add(frame);
        }
    }

    private void Match(JsonNode? wanted, JsonNode? actual, string path)
    {
        switch (wanted)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    Assert.True(actual is JsonObject && actual[name] is not null, $"No {path}.{name} in {actual}");
                    Match(value, actual[name], $"{path}.{name}");
                }

                break;
            case JsonArray items:
                Assert.True(actual!.AsArray().Count == items.Count, $"{path} is {actual}");
                for (var i = 0; i < items.Count; i++)
                {
                    Match(items[i], actual[i], $"{path}[{i}]");
                }

                break;
            default:
                var text = Convert.ToString(wanted, CultureInfo.InvariantCulture)!;
                var found = Convert.ToString(actual, CultureInfo.InvariantCulture)!;
                text = text.StartsWith('$') ? _values.GetValueOrDefault(text[1..]) ?? (_values[text[1..]] = found) : text;
                Assert.True(text == "*" || text == found, $"{path} is {found}, not {text}");
                break;
        }
    }

    [GeneratedRegex(@"^(?<name>\w+) (?<does>[<>x.])(?: (?<rest>.*))?$")]
    private static partial Regex Line();

    [GeneratedRegex(@"""\$(?<name>\w+)""")]
    private static partial Regex Value();
}
