using Microsoft.AspNetCore.Http;

namespace Parley.Server.Contracts.Http;

/// <summary>Describes the paths in OpenAPI, for tools that generate clients.</summary>
internal sealed class OpenApiDocument
{
    private readonly byte[] _document = Load("openapi.json");

    /// <summary>Answers with the document.</summary>
    public Task WriteAsync(HttpContext http)
    {
        HttpQuery.Read(http);
        http.Response.ContentType = "application/json";
        return http.Response.BodyWriter.WriteAsync(_document).AsTask();
    }

    private static byte[] Load(string name)
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
