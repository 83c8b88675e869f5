using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Parley.Server.Operations.StartPage;

/// <summary>The page on the web port, which shows people what this is and how to connect.</summary>
internal static class StartPageExtensions
{
    public static void MapStartPage(this IEndpointRouteBuilder app)
    {
        var address = app.ServiceProvider.GetRequiredService<IOptions<ParleyOptions>>().Value.GrpcAddress ?? "http://localhost:50051";
        var transport = address.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? "HTTP/2 with TLS" : "cleartext HTTP/2";
        var page = Load("index.html").Replace("{{grpc}}", HtmlEncoder.Default.Encode(address), StringComparison.Ordinal)
            .Replace("{{transport}}", transport, StringComparison.Ordinal);
        var style = Load("style.css");
        app.MapGet("/", (HttpContext context) => Serve(context, page, "text/html"));
        app.MapGet("/style.css", (HttpContext context) => Serve(context, style, "text/css"));
    }

    private static IResult Serve(HttpContext context, string content, string type)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Text(content, type, System.Text.Encoding.UTF8);
    }

    private static string Load(string name)
    {
        using var reader = new StreamReader(typeof(StartPageExtensions).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
