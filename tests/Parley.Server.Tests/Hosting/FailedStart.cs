using Parley.Testing;

namespace Parley.Server.Tests.Hosting;

/// <summary>A server that cannot start.</summary>
internal static class FailedStart
{
    /// <summary>
    /// Asserts that a server does not start, and that it reports why in one line. By default it has free ports and no data.
    /// </summary>
    public static async Task AssertAsync(string part, string[] arguments)
    {
        await using var process = TestProcess.StartParley(
            ["serve", .. arguments], [new("PARLEY_GRPC_PORT", "0"), new("PARLEY_WEB_PORT", "0"), new("PARLEY_DATA", ":memory:")]);

        Assert.InRange(await process.WaitForExitAsync(), 1, 2);
        Assert.Contains(part, Assert.Single(process.Errors), StringComparison.Ordinal);
    }
}
