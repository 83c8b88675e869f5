using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Frames;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Http;

/// <summary>The bodies of posts. Each is a <see cref="PostRequest"/> as JSON, without the room, which is in the path.</summary>
internal sealed class PostBody(BodyBudget budget, TimeProvider time)
{
    private const string JsonType = "application/json";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the body.</summary>
    /// <param name="http">The request.</param>
    /// <param name="room">The room that the path names.</param>
    /// <exception cref="RefusedException">It is not a <see cref="PostRequest"/>, or has fields that this server does not know.</exception>
    /// <exception cref="RefusedException">It arrives too slowly, or too many others are being read.</exception>
    /// <exception cref="HttpRefusedException">It has another type or is too large.</exception>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<PostRequest> ReadAsync(HttpContext http, string room)
    {
        RequireJson(http.Request);
        using var reader = new BodyReader(http, budget, time);
        var request = Parse(await reader.ReadAsync());
        request.Room = room;
        return request;
    }

    /// <summary>
    /// A page of any origin may post a form or plain text without asking. A browser asks the server before it lets a page of another origin
    /// post JSON.
    /// </summary>
    private static void RequireJson(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            throw new HttpRefusedException(
                StatusCodes.Status415UnsupportedMediaType, $"Send the post as JSON in UTF-8, with the header Content-Type: {JsonType}.");
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new HttpRefusedException(
                StatusCodes.Status415UnsupportedMediaType, "Send the body as it is, without the header Content-Encoding.");
        }
    }

    private static PostRequest Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            throw Refuse("The body is empty. Send a post as JSON, with user, commandId and content.");
        }

        if (!Utf8.IsValid(body.Span))
        {
            throw Refuse("The body is not UTF-8. Send JSON in UTF-8.");
        }

        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            Check(json.RootElement, PostRequest.Descriptor, "");
            return JsonParser.Default.Parse<PostRequest>(Encoding.UTF8.GetString(body.Span));
        }
        catch (JsonException exception)
        {
            throw Refuse($"The body is not valid JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            throw Refuse($"The body is not a valid {PostRequest.Descriptor.FullName}: {exception.Message}");
        }
    }

    /// <summary>
    /// Refuses what the parser would ignore. A misspelled <c>expectedSequence</c>, for example, would turn a post that depends on the head
    /// into one that does not.
    /// </summary>
    private static void Check(JsonElement value, MessageDescriptor message, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Refuse($"{(path.Length == 0 ? "The body" : $"The field '{path}'")} must be a JSON object.");
        }

        var seen = new HashSet<FieldDescriptor>();
        foreach (var property in value.EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var field = message.Fields.InDeclarationOrder()
                .FirstOrDefault(field => field.JsonName == property.Name || field.Name == property.Name)
                ?? throw new RefusedException(
                    ParleyCode.UnknownFrame,
                    $"This server does not know the field '{name}' of a post. It speaks protocol version {Versions.Protocol}.");
            if (!seen.Add(field))
            {
                throw Refuse($"The field '{field.JsonName}' is given twice, once as '{field.Name}'. Give it once.");
            }

            if (message == PostRequest.Descriptor && field.FieldNumber == PostRequest.RoomFieldNumber)
            {
                throw Refuse("The room is in the path. Leave it out of the body.");
            }

            if (message == PostRequest.Descriptor && property.Value.ValueKind == JsonValueKind.Null)
            {
                throw Refuse($"The field '{name}' is null. Give it a value, or leave it out.");
            }

            if (field is { FieldType: FieldType.Message, IsRepeated: false } && property.Value.ValueKind != JsonValueKind.Null)
            {
                Check(property.Value, field.MessageType, name);
            }
        }
    }

    private static RefusedException Refuse(string reason) => new(ParleyCode.Invalid, reason);
}
