using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Load.Measuring;

/// <summary>A result as one line of JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Result))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    public static string Line(Result result) => JsonSerializer.Serialize(result, Default.Result);
}
