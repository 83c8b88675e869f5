using System.Net;
using System.Text;
using System.Text.Json;

namespace Parley.Testing;

/// <summary>A client of the room contract over HTTP.</summary>
public sealed class HttpTester : IDisposable
{
    private readonly HttpClient _client;

    private readonly Version _version;

    /// <param name="address">Such as <c>http://localhost:41234</c>.</param>
    /// <param name="version">The version of HTTP; 1.1 by default.</param>
    public HttpTester(string address, Version? version = null)
    {
        _client = new HttpClient { BaseAddress = new Uri(address), Timeout = Timeout.InfiniteTimeSpan };
        _version = version ?? HttpVersion.Version11;
    }

    /// <summary>The address of the server.</summary>
    public Uri Address => _client.BaseAddress!;

    /// <summary>The path of something in a room.</summary>
    public static string In(string room, string what) => $"/v1/rooms/{Uri.EscapeDataString(room)}/{what}";

    /// <summary>Sends a request without a body.</summary>
    public Task<HttpReply> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Posts a body as JSON.</summary>
    public Task<HttpReply> PostJsonAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), headers);

    /// <summary>Posts a message, which must be accepted.</summary>
    /// <returns>Its sequence.</returns>
    public async Task<long> SayAsync(string room, string command, string text)
    {
        var body = JsonSerializer.Serialize(new { user = "ada", commandId = command, content = new { message = new { text } } });
        var reply = await PostJsonAsync(In(room, "posts"), body);
        return reply.Status == HttpStatusCode.OK
            ? long.Parse(reply.Text("sequence"))
            : throw new InvalidOperationException($"{reply.Status}: {reply.Body}");
    }

    /// <summary>Sends any request.</summary>
    public async Task<HttpReply> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var response = await OpenAsync(method, path, content, headers);
        var body = await response.Content.ReadAsStringAsync().Within("the answer");
        return new HttpReply(response.StatusCode, response.Headers, body);
    }

    /// <summary>Opens a stream of a room's events, and reads nothing.</summary>
    /// <param name="room">The room.</param>
    /// <param name="query">The query, such as <c>?last=1</c>.</param>
    /// <param name="lastEventId">The header <c>Last-Event-ID</c>; none if it is empty.</param>
    public async Task<EventStreamTester> StreamAsync(string room, string query = "", string lastEventId = "")
    {
        (string, string)[] headers = lastEventId.Length > 0 ? [("Last-Event-ID", lastEventId)] : [];
        var response = await OpenAsync(HttpMethod.Get, In(room, $"stream{query}"), null, headers);
        return new EventStreamTester(response.EnsureSuccessStatusCode());
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = content,
            Version = _version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within($"the answer of {path}");
    }
}
