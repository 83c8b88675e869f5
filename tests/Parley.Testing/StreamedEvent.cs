using System.Text.Json;

namespace Parley.Testing;

/// <summary>A server-sent event.</summary>
/// <param name="Name">Its name; <c>message</c> if it has none.</param>
/// <param name="Id">Its id; empty if it has none.</param>
/// <param name="Data">Its data.</param>
/// <param name="Retry">The time to wait before reconnecting, if the event came with one; otherwise empty.</param>
public sealed record StreamedEvent(string Name, string Id, string Data, string Retry)
{
    /// <summary>The data as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    /// <summary>The sequence of an event of the room.</summary>
    public long Sequence => long.Parse(Text("sequence"));

    /// <summary>The text of an event that is a message.</summary>
    public string Message => Json.GetProperty("content").GetProperty("message").GetProperty("text").GetString()!;

    /// <summary>A field that is a text.</summary>
    public string Text(string name) => Json.GetProperty(name).GetString()!;
}
