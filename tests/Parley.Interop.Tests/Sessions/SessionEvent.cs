using System.Text.Json.Serialization;

namespace Parley.Interop.Tests.Sessions;

/// <summary>An event as a session client prints it.</summary>
internal sealed record SessionEvent(
    [property: JsonPropertyName("room")] string Room,
    [property: JsonPropertyName("sequence")] long Sequence,
    [property: JsonPropertyName("user")] string User,
    [property: JsonPropertyName("time_ms")] long TimeMs,
    [property: JsonPropertyName("command_id")] string CommandId,
    [property: JsonPropertyName("text")] string Text);
