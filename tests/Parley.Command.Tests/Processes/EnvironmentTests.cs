using System.Globalization;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Unusual environments: the server and its clients work in them, or say in one line what to do.</summary>
public sealed class EnvironmentTests : IDisposable
{
    // Starts the server, posts a line, reads it back twice, and stops the server. "$@" is the program.
    private const string Conversation = """
        : >"$LOG"
        "$@" serve --data "$DATA" --grpc-port 0 --web-port 0 >"$LOG" 2>&1 & server=$!
        while ! grep -q '^data' "$LOG"; do kill -0 $server 2>/dev/null || { cat "$LOG"; exit 9; }; sleep 0.05; done
        export PARLEY_SERVER=$(sed -n 's/^gRPC //p' "$LOG" | sed "s/localhost/${HOST:-localhost}/")
        "$@" send --user ada hello && "$@" tail --last 1 | head -n 1 && "$@" history
        kill $server; wait $server; echo "server $?"; grep -E '^(fail|crit)' "$LOG" >&2; :
        """;

    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // Years by which the clock is wrong.
    private const string Before1970 = "-60";
    private const string After2100 = "80";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-environment-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("no home", "unset HOME USER LOGNAME")]
    [InlineData("C", "export LANG=C; unset LC_ALL")]
    [InlineData("Turkish", "export LC_ALL=tr_TR.UTF-8")]
    [InlineData("nothing masked", "umask 000")]
    [InlineData("all masked", "umask 077")]
    [InlineData("working directory deleted", "mkdir \"$DATA-gone\"; cd \"$DATA-gone\"; rmdir \"$DATA-gone\"")]
    [InlineData("working directory read-only", "cd /proc")]
    [InlineData("512 files", "ulimit -n 512")]
    [InlineData("year 2106", After2100)]
    [InlineData("IPv4 only", "ip link set lo up; ip addr del ::1/128 dev lo", "unshare", "-rn")]
    [InlineData("IPv4 only, no support for IPv6", "ip link set lo up; sysctl -qw net.ipv6.conf.all.disable_ipv6=1", "unshare", "-rn")]
    [InlineData("IPv6 only", "ip link set lo up; ip addr del 127.0.0.1/8 dev lo; HOST=[::1]", "unshare", "-rn")]
    [InlineData(
        "no localhost", "echo >\"$DATA-hosts\"; mount --bind \"$DATA-hosts\" /etc/hosts; HOST=127.0.0.1", "unshare", "-rm")]
    public async Task Conversation_InAnEnvironment_Works(string environment, string prepare, params string[] wrapper)
    {
        await using var shell = await StartAsync(prepare, Conversation, wrapper);

        Assert.True(await shell.WaitForExitAsync() == 0, $"{environment}: {shell.Transcript}");
        var lines = await shell.ReadToEndAsync();
        Assert.Equal(["ada: hello", "ada: hello"], lines.SkipLast(1).Select(CommandProcess.WithoutTime));
        Assert.Equal("server 0", lines[^1]);
        Assert.Empty(shell.Errors);
        foreach (var file in Directory.GetFiles(Path.Combine(_directory.FullName, "data")))
        {
            Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & ForOthers) == 0, $"Others may open {file}.");
        }
    }

    [Theory]
    [InlineData("serve --data :memory:", "ulimit -n 256", "Allow more, for example with ulimit -n 4096.")]
    [InlineData("serve --data :memory:", "ulimit -n 128", "Allow more, for example with ulimit -n 4096.")]
    [InlineData("serve --data :memory:", "ulimit -n 50", "Raise the limit, for example with ulimit -n 1024.")]
    [InlineData("history", "ulimit -n 40", "Raise the limit, for example with ulimit -n 1024.")]
    [InlineData("tail", "ulimit -n 100", "Raise the limit, for example with ulimit -n 1024.")]
    [InlineData("tail", "", "Use 127.0.0.1 or [::1] instead",
        "unshare", "-rm", "sh", "-c", "echo >\"$DATA-hosts\"; mount --bind \"$DATA-hosts\" /etc/hosts; exec \"$@\"", "sh")]
    [InlineData("tail", "", "Say who you are: --user NAME",
        "env", "-u", "USER", "-u", "LOGNAME", "setpriv", "--reuid=54321", "--clear-groups")]
    [InlineData("serve --data :memory:", Before1970, "clock is set to a time before 1970")]
    [InlineData("tail --user ada", Before1970, "clock is set to a time before 1970")]
    public async Task Command_ThatCannotWork_SaysWhatToDo(string command, string prepare, string advice, params string[] wrapper)
    {
        await using var shell = await StartAsync(prepare, $"exec \"$@\" {command}", wrapper);

        Assert.Equal(advice.StartsWith("Say", StringComparison.Ordinal) ? 2 : 1, await shell.WaitForExitAsync());
        Assert.Contains(advice, Assert.Single(shell.Errors), StringComparison.Ordinal);
    }

    private async Task<TestProcess> StartAsync(string prepare, string script, string[] wrapper)
    {
        if (wrapper is [var program, ..])
        {
            Assert.SkipUnless(Environment.IsPrivilegedProcess && Toolchain.Runs(program, "--version"), "Only root may do this everywhere.");
        }

        var data = Path.Combine(_directory.FullName, "data");
        if (long.TryParse(prepare, CultureInfo.InvariantCulture, out var years))
        {
            var clock = BitConverter.GetBytes(years * 365 * 24 * 3600);
            await File.WriteAllBytesAsync($"{data}-clock", clock, TestContext.Current.CancellationToken);
            prepare = $"export LD_PRELOAD={await BuildClockAsync()} TEST_CLOCK=\"$DATA-clock\"";
        }

        var environment = new Dictionary<string, string?>
        {
            ["DATA"] = data,
            ["LOG"] = $"{data}-log",
            ["PARLEY_USER"] = null,
            ["PARLEY_ROOM"] = null,
            ["PARLEY_SERVER"] = null,
        };
        string[] shell = [.. wrapper, "sh", "-c", $"{prepare}\n{script}", "sh", .. Repository.Parley];
        return TestProcess.Start(shell[0], shell[1..], environment);
    }

    private async Task<string> BuildClockAsync()
    {
        Toolchain.Require("gcc", () => Toolchain.Runs("gcc", "--version"));
        var library = Path.Combine(_directory.FullName, "clock.so");
        await using var compiler = TestProcess.Start(
            "gcc", ["-shared", "-fPIC", "-o", library, Repository.At("tests", "Parley.Reliability.Tests", "Clocks", "clock.c")]);
        await compiler.SucceedAsync();
        return library;
    }
}
