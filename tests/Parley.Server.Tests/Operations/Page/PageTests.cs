using System.IO.Compression;
using System.Net;
using System.Text;
using Parley.Server.Hosting;

namespace Parley.Server.Tests.Operations.Page;

/// <summary>A page of a few files, served over a real socket.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private const string Html = "<!doctype html><title>Parley</title>";
    private static readonly string Script = string.Concat(Enumerable.Repeat("console.log('hello');\n", 100));

    private readonly string _directory = Directory.CreateTempSubdirectory("parley-test-").FullName;
    private readonly HttpClient _http = new();
    private StandaloneServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        Write("index.html", Encoding.UTF8.GetBytes(Html));
        Write("assets/app-1a2b.js", Encoding.UTF8.GetBytes(Script));
        Write("assets/app-1a2b.js.br", Compress(stream => new BrotliStream(stream, CompressionLevel.Optimal)));
        Write("assets/app-1a2b.js.gz", Compress(stream => new GZipStream(stream, CompressionLevel.Optimal)));
        Write("manifest.webmanifest", "{}"u8.ToArray());
        _server = StandaloneServer.Create(
            new Dictionary<string, IReadOnlyList<string>>
            {
                ["--grpc-port"] = ["0"],
                ["--web-port"] = ["0"],
                ["--data"] = [":memory:"],
            },
            file: null,
            _directory);
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Root_ShowsThePageInsteadOfTheStartPage()
    {
        using var response = await GetAsync("/");

        Assert.Equal(Html, await ReadAsync(response));
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl?.NoCache);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, GZIP;q=0.5", "gzip")]
    [InlineData("zstd", null)]
    [InlineData(null, null)]
    public async Task Asset_IsSentInTheSmallestFormThatTheClientAccepts(string? accepted, string? coding)
    {
        using var response = await GetAsync("/assets/app-1a2b.js", ("Accept-Encoding", accepted));
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var decoded = coding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(decoded);

        Assert.Equal(coding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(Script, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
    }

    [Fact]
    public async Task File_ThatTheClientHas_IsNotSentAgain()
    {
        using var first = await GetAsync("/manifest.webmanifest");
        Assert.Equal("application/manifest+json", first.Content.Headers.ContentType?.ToString());

        using var again = await GetAsync("/manifest.webmanifest", ("If-None-Match", first.Headers.ETag!.ToString()));
        using var other = await GetAsync("/manifest.webmanifest", ("If-None-Match", "\"other\""));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await ReadAsync(again));
        Assert.Equal("{}", await ReadAsync(other));
    }

    [Fact]
    public async Task Head_HasTheHeadersAlone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri($"{_server.WebAddress}/assets/app-1a2b.js"));
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(Script.Length, response.Content.Headers.ContentLength);
        Assert.Empty(await ReadAsync(response));
    }

    [Theory]
    [InlineData("/index.html")]
    [InlineData("/assets/app-1a2b.js.br")]
    [InlineData("/assets/")]
    [InlineData("/../index.html")]
    [InlineData("/assets/..%2f..%2f..%2fetc/passwd")]
    public async Task Path_ThatIsNoFileOfThePage_IsNotFound(string path)
    {
        using var response = await GetAsync(path.Replace("..", "%2e%2e", StringComparison.Ordinal));

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/v1/rooms")]
    public async Task OtherPaths_StayWhatTheyAre(string path)
    {
        using var response = await GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{_server.WebAddress}{path}"));
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> ReadAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static byte[] Compress(Func<Stream, Stream> compressor)
    {
        using var compressed = new MemoryStream();
        using (var stream = compressor(compressed))
        {
            stream.Write(Encoding.UTF8.GetBytes(Script));
        }

        return compressed.ToArray();
    }

    private void Write(string name, byte[] content)
    {
        var path = Path.Join(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
