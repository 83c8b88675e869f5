using System.Collections;

namespace Parley.Server.Hosting.Settings;

/// <summary>
/// Reads environment variables as settings: <c>PARLEY_GRPC_PORT</c> is <c>Parley:GrpcPort</c>, and <c>PARLEY_FEED__CAPACITY</c> is
/// <c>Parley:Feed:Capacity</c>.
/// </summary>
internal static class ParleyEnvironment
{
    private const string Prefix = "PARLEY_";

    public static IEnumerable<KeyValuePair<string, string?>> Read(IDictionary variables)
    {
        foreach (DictionaryEntry variable in variables)
        {
            var name = (string)variable.Key;
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                var key = name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
                yield return new($"Parley:{key}", (string?)variable.Value);
            }
        }
    }
}
