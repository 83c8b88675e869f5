using System.Text.Json;
using Parley.Load.Measuring;

namespace Parley.Load.Tests.Measuring;

public sealed class ResultJsonTests
{
    private static readonly string[] Names =
    [
        "workload", "protocol", "deliveriesPerSecond", "serverCpuMicrosecondsPerDelivery",
        "p50Microseconds", "p99Microseconds", "p999Microseconds",
        "serverMebibytesBefore", "serverMebibytesPeak", "loadCpuShare", "serverCpuShare", "faults", "valid", "invalidReason", "extra",
    ];

    [Fact]
    public void Line_AnyResult_IsOneLineWithKnownNames()
    {
        var line = ResultJson.Line(
            new Result { Workload = "post", Protocol = "grpc", DeliveriesPerSecond = 1.5, Extra = { ["postsPerSecond"] = 2 } });

        Assert.DoesNotContain('\n', line);
        using var json = JsonDocument.Parse(line);
        Assert.Equal(Names, json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(1.5, json.RootElement.GetProperty("deliveriesPerSecond").GetDouble());
        Assert.Equal(2, json.RootElement.GetProperty("extra").GetProperty("postsPerSecond").GetDouble());
        Assert.True(json.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("invalidReason").ValueKind);
    }

    [Theory]
    [InlineData(0, null, true, 0)]
    [InlineData(2, "2 faults", false, 1)]
    [InlineData(0, "the generator was the limit", false, 3)]
    public void ExitCode_AnyResult_IsDocumented(long faults, string? reason, bool valid, int exitCode)
    {
        var result = new Result { Workload = "post", Protocol = "grpc", Faults = faults, InvalidReason = reason };

        Assert.Equal((valid, exitCode), (result.Valid, result.ExitCode));
    }
}
