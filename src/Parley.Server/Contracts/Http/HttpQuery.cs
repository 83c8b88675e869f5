using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Parley.Protocol;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Http;

/// <summary>
/// The query of a request. Whatever cannot be meant as it is written is refused: a misspelled parameter that was ignored would change the
/// answer without a word.
/// </summary>
internal sealed class HttpQuery
{
    // More than any valid query. A request holds its query for as long as it waits for its turn.
    private const int MaxCharacters = 1_024;

    private readonly Dictionary<string, string> _values = [];

    private HttpQuery()
    {
    }

    /// <summary>Reads the query.</summary>
    /// <param name="http">The request.</param>
    /// <param name="known">The names of the parameters that the path has.</param>
    /// <exception cref="RefusedException">It has others, or one twice, or is not encoded as it should be.</exception>
    public static HttpQuery Read(HttpContext http, params string[] known)
    {
        var text = http.Request.QueryString.Value ?? "";
        if (text.Length > MaxCharacters)
        {
            throw Refuse($"The query has {text.Length} characters; {MaxCharacters} are allowed.");
        }

        var query = new HttpQuery();
        foreach (var pair in text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = Decode(parts[0]);
            if (!known.Contains(name))
            {
                throw Refuse(known.Length == 0
                    ? $"This path has no parameter '{name}', nor any other."
                    : $"This path has no parameter '{name}'. It has {string.Join(", ", known)}.");
            }

            if (!query._values.TryAdd(name, Decode(parts.ElementAtOrDefault(1) ?? "")))
            {
                throw Refuse($"The parameter {name} is given twice. Give it once.");
            }
        }

        return query;
    }

    /// <summary>True if the query has the parameter.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A parameter that is a text; empty if it is missing.</summary>
    public string Text(string name) => _values.GetValueOrDefault(name, "");

    /// <summary>A parameter that is a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="max">The largest value; the smallest is 0.</param>
    /// <returns><c>null</c> if it is missing.</returns>
    /// <exception cref="RefusedException">It is not such a number.</exception>
    public long? Number(string name, long max) => !_values.TryGetValue(name, out var text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max ? number
        : throw Refuse($"The parameter {name} is '{text}'. It must be a whole number from 0 to {max}, in digits.");

    /// <summary>Demands that at most one of two parameters is given.</summary>
    /// <exception cref="RefusedException">Both are.</exception>
    public void RequireOne(string one, string other)
    {
        if (Has(one) && Has(other))
        {
            throw Refuse($"The parameters {one} and {other} exclude each other. Give one of them.");
        }
    }

    private static string Decode(string encoded) => TryDecode(encoded, out var text)
        ? text
        : throw Refuse($"'{encoded}' in the query is not percent-encoded UTF-8. Write each byte that is not a letter or digit as %XX.");

    // Unlike Uri.UnescapeDataString, which leaves what it cannot decode as it is.
    private static bool TryDecode(string encoded, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var bytes = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%')
            {
                if (i + 2 >= encoded.Length
                    || !byte.TryParse(encoded.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                {
                    return false;
                }

                bytes.Add(code);
                i += 2;
            }
            else if (char.IsAscii(encoded[i]))
            {
                // As forms encode a space.
                bytes.Add(encoded[i] == '+' ? (byte)' ' : (byte)encoded[i]);
            }
            else
            {
                return false;
            }
        }

        var decoded = bytes.ToArray();
        text = Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
        return text is not null;
    }

    private static RefusedException Refuse(string reason) => new(ParleyCode.Invalid, reason);
}
