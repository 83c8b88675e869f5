using Grpc.Core;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting.Connections;

/// <summary>Headers cost memory only while somebody reads them. HTTP/2 lets a client send long ones again with a few bytes.</summary>
public sealed class RequestHeadersTests
{
    private const long Mebibyte = 1 << 20;
    private const int Connections = 10;
    private const int Streams = 1_000;

    // Short enough for the table of HTTP/2, so that a request has two bytes for each such header.
    private const int Length = 3_000;

    [Fact]
    public async Task LongHeaders_OfOpenStreams_AreNotHeld()
    {
        var plain = await AttackAsync(length: 10, count: 1, "open");
        var @long = await AttackAsync(length: Length, count: 2, "open");

        Assert.True(
            @long - plain < 64 * Mebibyte,
            $"{Connections * Streams} streams took {plain / Mebibyte} MiB with short headers, {@long / Mebibyte} MiB with long ones.");
    }

    [Fact]
    public async Task LongHeaders_OfStreamsThatAreReset_CostLittle()
    {
        var growth = await AttackAsync(length: Length, count: 2, "reset");

        Assert.True(growth < 64 * Mebibyte, $"{Connections * Streams} streams that were reset took {growth / Mebibyte} MiB.");
    }

    [Fact]
    public async Task LongHeader_OfTheContract_IsRefusedAndNotIgnored()
    {
        await using var server = await ServerProcess.StartAsync(data: ":memory:");
        using var stream = ChatTester.Open(server.Connect(), new string('r', 2_000));

        var refused = await Assert.ThrowsAsync<RpcException>(() => stream.ReadAsync());

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task LongHeaders_AroundThoseOfTheContract_DoNotHideThem()
    {
        await using var server = await ServerProcess.StartAsync(data: ":memory:");
        using (var first = await ChatTester.JoinAsync(server.Connect(), "kitchen"))
        {
            await first.SayAsync("ada", "hello");
            await first.ReadAsync();
        }

        using var second = await ChatTester.JoinAsync(
            server.Connect(), "kitchen", new Metadata.Entry("cookie", new string('c', 6_000)), new Metadata.Entry("parley-history", "1"));

        Assert.Equal(["hello"], await second.ReadTextsAsync(1));
    }

    /// <summary>How much a server's memory grows while an attack holds its connections.</summary>
    private static async Task<long> AttackAsync(int length, int count, string end)
    {
        Toolchain.Require("python3-h2", () => Toolchain.Runs("/usr/bin/python3", "-c", "import h2"));
        await using var server = await ServerProcess.StartAsync(data: ":memory:");
        using var neighbour = await ChatTester.JoinAsync(server.Connect(), "warm");
        await neighbour.SayAsync("ada", "before");
        await neighbour.ReadAsync();
        var before = server.Process.ResidentBytes;
        var script = Repository.At("tests", "Parley.Server.Tests", "Hosting", "Connections", "long_headers.py");
        string[] numbers = [$"{new Uri(server.GrpcAddress).Port}", $"{Connections}", $"{Streams}", $"{length}", $"{count}"];

        await using var attack = TestProcess.Start("/usr/bin/python3", [script, .. numbers, end]);
        await attack.ReadLineAsync("open");
        await neighbour.SayAsync("ada", "during");
        await neighbour.ReadAsync();
        var growth = server.Process.ResidentBytes - before;
        attack.Input.Close();
        await attack.SucceedAsync();
        Assert.InRange(server.Process.Errors.Count, 0, 100);
        return growth;
    }
}
