using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Contracts.Http;
using Parley.Server.Tests.Hosting;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>The OpenAPI document says what the contract's messages and the server's paths are.</summary>
public sealed partial class OpenApiTests(SharedServer shared) : IAsyncLifetime
{
    private const string Room = "{room}";

    // What a stream sends is less than the message of the same name: a reader is not a member.
    private static readonly Dictionary<string, string[]> LeftOut = new()
    {
        ["PostRequest"] = ["room"],
        ["Joined"] = ["members", "memberCount"],
        ["Refusal"] = ["room", "commandId"],
    };

    private readonly HttpTester _http = new(shared.Server.WebAddress);
    private JsonElement _document;

    public async ValueTask InitializeAsync() => _document = (await _http.GetAsync("/v1/openapi.json")).Json;

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Document_IsOfTheContractsVersion()
    {
        Assert.StartsWith("3.1.", _document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("1", _document.GetProperty("info").GetProperty("version").GetString());
    }

    [Fact]
    public async Task Paths_AreThoseThatAreMapped()
    {
        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory());

        var mapped = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(path => path.StartsWith("/v1/", StringComparison.Ordinal) && path is not "/v1/connect" && !path.Contains("**"));

        Assert.Equal(mapped.Order(StringComparer.Ordinal), Paths().Select(path => path.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Methods_AreThoseThatThePathsAllow()
    {
        foreach (var path in Paths())
        {
            var operations = path.Value.EnumerateObject().Select(operation => operation.Name.ToUpperInvariant());
            var reply = await _http.SendAsync(HttpMethod.Trace, Target(path.Name));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.Status);
            var allowed = await AllowedAsync(Target(path.Name));
            Assert.Equal(operations.Append("OPTIONS"), allowed);
        }
    }

    [Fact]
    public async Task Parameters_AreThoseThatThePathsTake()
    {
        foreach (var path in Paths())
        {
            var operation = path.Value.EnumerateObject().Single();
            var parameters = operation.Value.TryGetProperty("parameters", out var some)
                ? some.EnumerateArray().Select(Resolve).ToLookup(
                    parameter => parameter.GetProperty("in").GetString(), parameter => parameter.GetProperty("name").GetString()!)
                : Array.Empty<string>().ToLookup(_ => (string?)"");
            var reply = await _http.SendAsync(new HttpMethod(operation.Name.ToUpperInvariant()), Target(path.Name) + "?no-such=1");

            var known = reply.Reason.Split("It has ") is [_, var list] ? list.TrimEnd('.').Split(", ") : [];
            Assert.Equal(known.Order(), parameters["query"].Order());
            Assert.Equal(path.Name.Contains(Room, StringComparison.Ordinal) ? ["room"] : [], parameters["path"]);
            Assert.Equal(path.Name.EndsWith("/stream", StringComparison.Ordinal) ? ["Last-Event-ID"] : [], parameters["header"]);
        }
    }

    [Fact]
    public void Schemas_HaveTheFieldsOfTheMessages()
    {
        foreach (var schema in Schemas().Where(schema => schema.Name != "Code"))
        {
            var message = FindMessage(schema.Name);
            var expected = message.Fields.InDeclarationOrder()
                .Where(field => !LeftOut.GetValueOrDefault(schema.Name, []).Contains(field.JsonName))
                .ToDictionary(field => field.JsonName, Describe);
            var actual = schema.Value.GetProperty("properties").EnumerateObject()
                .ToDictionary(property => property.Name, property => Describe(property.Value));
            Assert.Equal(expected.OrderBy(field => field.Key), actual.OrderBy(field => field.Key));
            Assert.All(
                schema.Value.TryGetProperty("required", out var required) ? required.EnumerateArray() : [],
                name => Assert.Contains(name.GetString()!, actual.Keys));
        }
    }

    [Fact]
    public void Schemas_AreAllThatArePartOfAnAnswerOrARequest()
    {
        var names = Schemas().Select(schema => schema.Name).ToHashSet();

        var referred = Reference().Matches(_document.GetRawText()).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Equal(names.Except(["Joined"]).Order(), referred.Order());
    }

    [Fact]
    public void Codes_AreThoseOfTheContract()
    {
        var codes = Schemas().Single(schema => schema.Name == "Code").Value.GetProperty("enum").EnumerateArray();

        var expected = CodeReflection.Descriptor.FindTypeByName<EnumDescriptor>("Code").Values.Select(value => value.Name);
        Assert.Equal(expected, codes.Select(code => code.GetString()));
    }

    /// <summary>Every response that names a code has the status of that code.</summary>
    [Fact]
    public void Responses_NameTheCodesOfTheirStatus()
    {
        var named = new HashSet<string>();
        foreach (var path in Paths())
        {
            foreach (var response in path.Value.EnumerateObject().Single().Value.GetProperty("responses").EnumerateObject())
            {
                var codes = CodeName().Matches(Resolve(response.Value).GetProperty("description").GetString()!);
                foreach (var code in codes.Select(match => match.Value).Where(code => code != "CODE_INVALID"))
                {
                    var number = CodeReflection.Descriptor.FindTypeByName<EnumDescriptor>("Code").FindValueByName(code).Number;
                    Assert.Equal(response.Name, $"{((ParleyCode)number).ToHttpStatus()}");
                    named.Add(code);
                }
            }
        }

        Assert.Superset(
            new HashSet<string>(["CODE_FORBIDDEN", "CODE_SEQUENCE_MOVED", "CODE_STORAGE_FULL", "CODE_UNAVAILABLE", "CODE_DAMAGED"]), named);
    }

    private static string Target(string path) => path.Replace(Room, "openapi", StringComparison.Ordinal);

    private static MessageDescriptor FindMessage(string name) =>
        new[] { EventReflection.Descriptor, SessionReflection.Descriptor, RoomServiceReflection.Descriptor }
            .SelectMany(file => file.MessageTypes).Single(message => message.Name == (name == "Refusal" ? "Rejected" : name));

    /// <summary>How the JSON mapping shows a field.</summary>
    private static string Describe(FieldDescriptor field)
    {
        var type = field.FieldType switch
        {
            FieldType.Message => field.MessageType.Name,
            FieldType.Enum => field.EnumType.Name,
            FieldType.Int64 => "string int64",
            FieldType.Int32 => "integer int32",
            FieldType.UInt32 => "integer uint32",
            FieldType.Bytes => "string base64",
            FieldType.Bool => "boolean",
            FieldType.String => "string",
            _ => throw new NotSupportedException($"{field.FieldType}"),
        };
        return field.IsRepeated ? $"{type}[]" : type;
    }

    private static string Describe(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return reference.GetString()!.Split('/')[^1];
        }

        var type = schema.GetProperty("type").GetString()!;
        return type == "array" ? $"{Describe(schema.GetProperty("items"))}[]"
            : schema.TryGetProperty("format", out var format) ? $"{type} {format.GetString()}"
            : schema.TryGetProperty("contentEncoding", out var encoding) ? $"{type} {encoding.GetString()}"
            : type;
    }

    private JsonElement.ObjectEnumerator Paths() => _document.GetProperty("paths").EnumerateObject();

    private JsonElement.ObjectEnumerator Schemas() => _document.GetProperty("components").GetProperty("schemas").EnumerateObject();

    private JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference))
        {
            return element;
        }

        return reference.GetString()!.Split('/').Skip(1).Aggregate(_document, (parent, name) => parent.GetProperty(name));
    }

    private async Task<string[]> AllowedAsync(string path)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(_http.Address, path));
        using var response = await client.SendAsync(request);
        return [.. response.Content.Headers.Allow];
    }

    [GeneratedRegex("\"#/components/schemas/([A-Za-z]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("CODE_[A-Z_]+")]
    private static partial Regex CodeName();
}
