using System.Text.Json.Serialization;

namespace Parley.Server.Operations.Operator;

/// <summary>The JSON of requests and answers at the operator's socket. It may change with every version.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OperatorRequest))]
[JsonSerializable(typeof(OperatorAnswer))]
internal sealed partial class OperatorJson : JsonSerializerContext;
