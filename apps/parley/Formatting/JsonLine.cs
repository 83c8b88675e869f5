using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parley.Client;
using Parley.Server.Operations.Operator;

namespace Parley.Command.Formatting;

/// <summary>Lines for programs: one JSON object each. Fields may be added; these keep their names and their meaning.</summary>
internal static class JsonLine
{
    // No browser reads these lines, so letters of all scripts stay readable. Control characters are escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An event.</summary>
    public static string Of(EventLine line) => Write(line, static (json, line) =>
    {
        json.WriteString("room", line.Room);
        json.WriteNumber("sequence", line.Sequence);
        json.WriteString("user", line.User);
        json.WriteString("time", line.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        if (line.Text is not null)
        {
            json.WriteString("text", line.Text);
        }
        else if (line.IsErased)
        {
            json.WriteBoolean("erased", true);
        }
        else if (line.Erases is { } sequences)
        {
            json.WriteStartArray("erases");
            foreach (var sequence in sequences)
            {
                json.WriteNumberValue(sequence);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteBoolean("unknown", true);
        }

        json.WriteString("commandId", line.CommandId);
        json.WriteString("epoch", line.Epoch);
    });

    /// <summary>The point at which a log was replaced.</summary>
    public static string Of(NotResumed item) => Write(item, static (json, item) =>
    {
        json.WriteString("room", item.Room);
        json.WriteStartObject("notResumed");
        WritePosition(json, "lost", item.Lost);
        WritePosition(json, "now", item.Now);
        json.WriteEndObject();
    });

    /// <summary>A room.</summary>
    public static string Of(RoomInfo room) => Write(room, static (json, room) =>
    {
        json.WriteString("room", room.Name);
        json.WriteNumber("sequence", room.HeadSequence);
        json.WriteString("kind", room.Kind);
    });

    /// <summary>A follower of a room.</summary>
    public static string Of(RoomFollower follower) => Write(follower, static (json, follower) =>
    {
        json.WriteString("room", follower.Room);
        json.WriteString("user", follower.User);
        json.WriteNumber("behind", follower.Behind);
        json.WriteNumber("position", follower.Position);
        json.WriteNumber("head", follower.Head);
    });

    private static void WritePosition(Utf8JsonWriter json, string name, Position position)
    {
        json.WriteStartObject(name);
        json.WriteString("epoch", position.Epoch);
        json.WriteNumber("sequence", position.Sequence);
        json.WriteEndObject();
    }

    private static string Write<T>(T item, Action<Utf8JsonWriter, T> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
