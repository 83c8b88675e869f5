using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Load.Sampling;

/// <summary>The lines between the two processes: the numbers of messages sent, and the report.</summary>
[JsonSerializable(typeof(SampleReport))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class SampleJson : JsonSerializerContext
{
    public static string Line(SampleReport report) => JsonSerializer.Serialize(report, Default.SampleReport);

    public static string Line(int[] sent) => JsonSerializer.Serialize(sent, Default.Int32Array);

    public static SampleReport Report(string line) => JsonSerializer.Deserialize(line, Default.SampleReport)!;

    public static int[] Sent(string line) => JsonSerializer.Deserialize(line, Default.Int32Array)!;
}
