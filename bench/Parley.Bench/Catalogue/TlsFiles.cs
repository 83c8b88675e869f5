namespace Parley.Bench.Catalogue;

/// <summary>A server's certificate and its key, in PEM.</summary>
internal sealed record TlsFiles(string Certificate, string Key)
{
    /// <summary>Puts the files' names into an argument.</summary>
    public string FillIn(string argument) =>
        argument.Replace("{certificate}", Certificate, StringComparison.Ordinal).Replace("{key}", Key, StringComparison.Ordinal);
}
