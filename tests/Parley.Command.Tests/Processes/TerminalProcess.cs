using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>A command on a terminal of its own, which shows what the command writes and can go away; see <c>terminal.py</c>.</summary>
internal static class TerminalProcess
{
    private static readonly string Program = Repository.At("tests", "Parley.Command.Tests", "Processes", "terminal.py");

    /// <summary>Starts a command. Skips the test if there is no Python.</summary>
    /// <param name="moment">When the terminal goes away: <c>early</c>, or <c>late</c>.</param>
    /// <param name="hangUp">What SIGHUP does: <c>default</c> or <c>ignored</c>.</param>
    /// <param name="environment">Further environment variables.</param>
    /// <param name="command">The program and its arguments.</param>
    public static TestProcess Start(string moment, string hangUp, Dictionary<string, string?> environment, string[] command)
    {
        Toolchain.Require("Python", () => Toolchain.Runs("/usr/bin/python3", "--version"));
        return TestProcess.Start(
            "/usr/bin/python3",
            [Program, moment, hangUp, .. command],
            new Dictionary<string, string?>(environment)
            {
                ["PARLEY_USER"] = null,
                ["PARLEY_ROOM"] = null,
                ["PARLEY_SERVER"] = null,
            });
    }
}
