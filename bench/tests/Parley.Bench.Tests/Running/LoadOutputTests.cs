using Parley.Bench.Running;

namespace Parley.Bench.Tests.Running;

public sealed class LoadOutputTests
{
    [Fact]
    public void Parse_Result_HasAllNumbersIncludingExtra()
    {
        var output = LoadOutput.Parse(
            """
            {"workload":"post","protocol":"grpc","deliveriesPerSecond":1.5,"p99Microseconds":7,
            "faults":0,"valid":true,"invalidReason":null,"extra":{"postsPerSecond":268000}}
            """);

        Assert.Equal(
            (1.5, 7, 268_000),
            (output!.Figures["deliveriesPerSecond"], output.Figures["p99Microseconds"], output.Figures["postsPerSecond"]));
        Assert.Equal((0, true, null), (output.Faults, output.Valid, output.InvalidReason));
        Assert.DoesNotContain("faults", output.Figures.Keys);
    }

    [Fact]
    public void Parse_InvalidResult_HasReason()
    {
        var output = LoadOutput.Parse("""{"faults":2,"valid":false,"invalidReason":"busy"}""");

        Assert.Equal((2, false, "busy"), (output!.Faults, output.Valid, output.InvalidReason));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Unhandled exception. {")]
    [InlineData("[1]")]
    [InlineData("{\"workload\":")]
    public void Parse_AnythingElse_IsNull(string? line) => Assert.Null(LoadOutput.Parse(line));

    [Fact]
    public void Of_Workload_HasServerProtocolTimesAndRate()
    {
        var workload = Samples.FanOut with
        {
            Load = "fan-out --connections 5 --rate {rate} --warmup {warmup} --seconds {seconds}",
            WarmUp = 1,
            Seconds = 4,
        };

        Assert.Equal(
            "fan-out --server 127.0.0.1:99 --process 7 --protocol ws --connections 5 --rate 1234567 --warmup 1 --seconds 4 --json",
            string.Join(' ', LoadArguments.Of(workload, "ws", 99, 7, 1_234_567)));
    }

    [Fact]
    public void Of_SdkWorkload_HasNoProtocol() => Assert.Equal(
        "sdk-rooms --server 127.0.0.1:99 --process 7 --rooms 5 --json",
        string.Join(' ', LoadArguments.Of(Samples.FanOut with { Load = "sdk-rooms --rooms 5" }, null, 99, 7, null)));
}
