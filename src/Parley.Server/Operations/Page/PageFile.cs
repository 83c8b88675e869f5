using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Parley.Server.Operations.Page;

/// <summary>A file of the page, and the smaller forms of it that were made when the page was built.</summary>
/// <param name="Path">Where it is served, such as <c>/assets/index-4f1c.js</c>.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Tag">Changes with the file's content.</param>
/// <param name="Forms">Full paths of the files on disk, by content coding; the uncompressed one has the name <c>identity</c>.</param>
internal sealed record PageFile(string Path, string ContentType, EntityTagHeaderValue Tag, FrozenDictionary<string, string> Forms)
{
    public const string Identity = "identity";

    // Names of files in this folder contain a hash of their content.
    private const string HashedFolder = "/assets/";

    private static readonly (string Coding, string Ending)[] Codings = [("br", ".br"), ("gzip", ".gz")];

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    /// <summary>True if the file at this path never changes.</summary>
    public bool IsImmutable => Path.StartsWith(HashedFolder, StringComparison.Ordinal);

    /// <summary>Finds the files of a page.</summary>
    /// <param name="directory">The folder that was built.</param>
    public static IEnumerable<PageFile> Find(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => !Array.Exists(Codings, coding => file.EndsWith(coding.Ending, StringComparison.Ordinal)))
            .Select(file => Read(directory, file));

    /// <summary>Chooses the smallest form that a client accepts.</summary>
    public string Choose(IList<StringWithQualityHeaderValue> accepted)
    {
        foreach (var (coding, _) in Codings)
        {
            if (Forms.ContainsKey(coding) && accepted.Any(value => Accepts(value, coding)))
            {
                return coding;
            }
        }

        return Identity;
    }

    private static bool Accepts(StringWithQualityHeaderValue accepted, string coding) =>
        accepted.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && accepted.Quality != 0;

    private static PageFile Read(string directory, string file)
    {
        var path = '/' + System.IO.Path.GetRelativePath(directory, file).Replace('\\', '/');
        var forms = new Dictionary<string, string> { [Identity] = file };
        foreach (var (coding, ending) in Codings.Where(coding => File.Exists(file + coding.Ending)))
        {
            forms[coding] = file + ending;
        }

        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)).AsSpan(0, 8))}\"");
        var type = ContentTypes.GetValueOrDefault(System.IO.Path.GetExtension(file), "application/octet-stream");
        return new PageFile(path, type, tag, forms.ToFrozenDictionary());
    }
}
