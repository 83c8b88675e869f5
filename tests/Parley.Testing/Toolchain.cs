using Xunit;

namespace Parley.Testing;

/// <summary>
/// Compilers and runtimes of other languages. <c>./eng/test</c> installs them; plain <c>dotnet test</c> skips the tests that lack them.
/// </summary>
public static class Toolchain
{
    /// <summary>Skips the test if a program is missing; fails it where no test may be skipped (<c>CI=true</c>).</summary>
    public static void Require(string what, Func<bool> isThere)
    {
        if (isThere())
        {
            return;
        }

        var reason = $"{what} is not installed; ./eng/test installs it.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    /// <summary>True if the clients in <c>Go</c>, <c>Python</c> or <c>C++</c> can be built.</summary>
    public static bool Has(string language) => Runs("protoc", "--version") && language switch
    {
        "Go" => Runs("go", "version") && Directory.Exists("/usr/share/gocode/src/google.golang.org/grpc"),
        "Python" => Runs("/usr/bin/python3", "-c", "import grpc, google.protobuf"),
        _ => Runs("pkg-config", "--exists", "grpc++") && Runs("g++", "--version"),
    };

    /// <summary>True if a program runs and exits with 0.</summary>
    public static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
