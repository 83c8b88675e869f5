using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Parley.Server.Operations.Page;

/// <summary>The page on the web port: rooms in a browser.</summary>
internal static class PageExtensions
{
    private const string Index = "/index.html";

    // Nothing but the page's own files may run or load, and text can become HTML only through its one sanitizer.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>True if a page was built into a folder.</summary>
    public static bool HasPage(string directory) => File.Exists(Path.Join(directory, Index));

    /// <summary>Maps every file of a page, and the page itself to <c>/</c>, in front of the start page.</summary>
    public static IEndpointConventionBuilder MapPage(this IEndpointRouteBuilder app, string directory)
    {
        var files = app.MapGroup("").WithOrder(-1);
        foreach (var file in PageFile.Find(directory))
        {
            files.MapMethods(file.Path == Index ? "/" : file.Path, Methods, (HttpContext http) => ServeAsync(http, file));
        }

        return files;
    }

    private static async Task ServeAsync(HttpContext http, PageFile file)
    {
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = file.Tag;
        headers.CacheControl = file.IsImmutable
            ? new() { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new("immutable") } }
            : new() { NoCache = true };
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var request = http.Request.GetTypedHeaders();
        if (request.IfNoneMatch.Any(tag => tag.Compare(file.Tag, useStrongComparison: false)))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var coding = file.Choose(request.AcceptEncoding);
        if (coding != PageFile.Identity)
        {
            http.Response.Headers.ContentEncoding = coding;
        }

        var form = new FileInfo(file.Forms[coding]);
        http.Response.ContentType = file.ContentType;
        http.Response.ContentLength = form.Length;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            await http.Response.SendFileAsync(form.FullName, http.RequestAborted);
        }
    }
}
