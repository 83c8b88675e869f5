namespace Parley.Testing;

/// <summary>An open stream of server-sent events, which is read only when a test asks.</summary>
public sealed class EventStreamTester : IDisposable
{
    private readonly StreamReader _reader;

    /// <param name="response">The response, disposed with this.</param>
    public EventStreamTester(HttpResponseMessage response)
    {
        Response = response;
        _reader = new StreamReader(response.Content.ReadAsStream());
    }

    /// <summary>The response.</summary>
    public HttpResponseMessage Response { get; }

    /// <summary>The comments that were read.</summary>
    public List<string> Comments { get; } = [];

    /// <summary>The id of the last event that was read, as a browser keeps it.</summary>
    public string LastEventId { get; private set; } = "";

    /// <summary>Reads the next event.</summary>
    /// <exception cref="EndOfStreamException">The server has ended the stream.</exception>
    public async Task<StreamedEvent> NextAsync() =>
        await TryNextAsync() ?? throw new EndOfStreamException("The stream has ended.");

    /// <summary>Reads the next event; <c>null</c> if the server has ended the stream.</summary>
    public Task<StreamedEvent?> TryNextAsync() => ReadAsync().Within("the next event of the stream");

    /// <summary>Reads an event that must have a name.</summary>
    public async Task<StreamedEvent> NextAsync(string name)
    {
        var next = await NextAsync();
        return next.Name == name ? next : throw new InvalidOperationException($"The next event is {next}, not {name}.");
    }

    /// <summary>Reads messages of the room.</summary>
    /// <returns>Their texts.</returns>
    public async Task<List<string>> ReadTextsAsync(int count)
    {
        var texts = new List<string>();
        while (texts.Count < count)
        {
            texts.Add((await NextAsync("message")).Message);
        }

        return texts;
    }

    /// <summary>Reads on until there was a comment more than now.</summary>
    public async Task ReadCommentAsync()
    {
        var count = Comments.Count;
        while (Comments.Count == count)
        {
            var line = await _reader.ReadLineAsync().Within("a comment") ?? throw new EndOfStreamException();
            if (line.StartsWith(':'))
            {
                Comments.Add(line);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        Response.Dispose();
    }

    private async Task<StreamedEvent?> ReadAsync()
    {
        var fields = new Dictionary<string, string>();
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(':'))
            {
                Comments.Add(line);
            }
            else if (line.Length > 0)
            {
                var parts = line.Split(": ", 2);
                fields.Add(parts[0], parts[1]);
            }
            else if (fields.Count > 0)
            {
                LastEventId = fields.GetValueOrDefault("id", LastEventId);
                return new StreamedEvent(
                    fields.GetValueOrDefault("event", "message"),
                    fields.GetValueOrDefault("id", ""),
                    fields["data"],
                    fields.GetValueOrDefault("retry", ""));
            }
        }

        return null;
    }
}
