namespace Parley.Bench.Catalogue.Contenders;

/// <summary>A server's certificate and its key, in PEM.</summary>
internal sealed record TlsFiles(string Certificate, string Key)
{
    /// <summary>Replaces the placeholders in an argument with the files' names.</summary>
    public string FillIn(string argument) =>
        argument.Replace("{certificate}", Certificate, StringComparison.Ordinal).Replace("{key}", Key, StringComparison.Ordinal);
}
