using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Parley.Testing;

/// <summary>An answer of the server over HTTP.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its headers, except for those of the content.</param>
/// <param name="Body">Its content.</param>
public sealed record HttpReply(HttpStatusCode Status, HttpResponseHeaders Headers, string Body)
{
    /// <summary>The content as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The code of a refusal.</summary>
    public string Code => Text("code");

    /// <summary>The reason of a refusal.</summary>
    public string Reason => Text("reason");

    /// <summary>A field that is a text.</summary>
    public string Text(string name) => Json.GetProperty(name).GetString()!;
}
