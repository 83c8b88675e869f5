using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>The published program starts anywhere: as any user, from a read-only file system, and without an environment.</summary>
public sealed class PublishTests : IDisposable
{
    private static readonly string[] Nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-published-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Published_AsNobodyFromAReadOnlyMountWithoutAnEnvironment_Works()
    {
        Toolchain.Require("a published parley", () => Repository.Parley.Count == 1);

        await AssertWorksAsync(Path.GetDirectoryName(Repository.Parley[0])!);
    }

    [Fact]
    public async Task Published_WithTheRuntime_NeedsNone()
    {
        Assert.SkipUnless(LongRun.IsWanted, "It takes a minute to publish the runtime.");
        var output = Path.Combine(_directory.FullName, "self-contained");
        await using var publish = TestProcess.Start(
            "dotnet", ["publish", Repository.At("apps", "parley"), "--self-contained", "--output", output]);
        await publish.SucceedAsync();

        await AssertWorksAsync(output, "DOTNET_ROOT=/nowhere");
    }

    private async Task AssertWorksAsync(string program, params string[] environment)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may mount and become nobody.");
        var data = _directory.CreateSubdirectory("data").FullName;
        var mount = _directory.CreateSubdirectory("mount").FullName;
        await using var open = TestProcess.Start("sh", ["-ec", "chmod 755 \"$0\"; chown 65534 \"$1\"", _directory.FullName, data]);
        await open.SucceedAsync();
        const string Script = """
            program=$1 mount=$2; shift 2
            mount --bind "$program" "$mount" && mount -o remount,bind,ro "$mount" && cd "$mount" && exec "$@"
            """;
        string[] asNobody =
            ["setpriv", .. Nobody, "env", "-i", .. RuntimeDirectory(), .. environment, Path.Combine(mount, "parley")];
        TestProcess Start(params string[] arguments) =>
            TestProcess.Start("unshare", ["--mount", "sh", "-ec", Script, "sh", program, mount, .. asNobody, .. arguments]);

        await using var version = Start("--version");
        Assert.Equal(0, await version.WaitForExitAsync());
        await using var server = Start("serve", "--data", data, "--grpc-port", "0", "--web-port", "0");
        var address = (await server.ReadLineAsync("gRPC ")).Split(' ')[^1];
        await using var send = Start("send", "hello", "--user", "ada", "--server", address);
        await send.SucceedAsync();
        server.Signal("TERM");
        Assert.Equal(0, await server.WaitForExitAsync());
        await using var verify = Start("verify", "--data", data);
        Assert.Equal("1 room, 1 event: ok", await verify.ReadLineAsync());
        Assert.All(
            Directory.EnumerateFileSystemEntries(data),
            path => Assert.StartsWith("parley.", Path.GetFileName(path), StringComparison.Ordinal));
    }

    // A runtime that is not in a usual place must be named, and nothing else.
    private static string[] RuntimeDirectory() =>
        Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root
            ? [$"DOTNET_ROOT={root}"]
            : [];
}
