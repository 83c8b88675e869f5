using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Planning;
using Parley.Bench.Running;

namespace Parley.Bench.Tests.Running;

/// <summary>Small scripts in place of a server and of the load generator, in a temporary directory.</summary>
internal sealed class Fakes : IDisposable
{
    /// <summary>A script whose child listens on a free port and prints it. It leaves a file in its directory.</summary>
    public const string Server = """
        cd "$1"; touch marker
        python3 -c '
        import signal, socket
        listener = socket.create_server(("127.0.0.1", 0))
        print("listening on 127.0.0.1:%d" % listener.getsockname()[1], flush=True)
        signal.pause()
        '
        true
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-bench-");

    public string Root => _directory.FullName;

    public string Output => Path.Combine(Root, "output");

    public RunLimits Limits { get; init; } = new();

    /// <summary>A server that runs this script; <c>$1</c> is its directory.</summary>
    public Contender Contender(string script, string name = "go") => Samples.Contender(name) with
    {
        Start = new("bash", "-c", script, "server", "{data}"),
        Directory = ".",
    };

    /// <summary>A load generator that runs this script with the load generator's arguments.</summary>
    public static Launch Load(string script) => new("bash", "-c", script, "load");

    public Runner Runner(string load) => new(Load(load), Root, Output, Limits);

    /// <summary>The expected duration of <see cref="Run"/>.</summary>
    public static double EstimatedSeconds => new PlannedRun(Samples.FanOut, Samples.Contender("go"), 1, 1).EstimatedSeconds;

    public PlannedRun Run(string server) => new(Samples.FanOut, Contender(server), 1, 1);

    /// <summary>The same over TLS; <c>$2</c> and <c>$3</c> are the server's certificate and its key.</summary>
    public PlannedRun RunTls(string server, int round = 1) => new(
        Samples.FanOut with { IsTls = true },
        Contender(server) with { StartTls = ["{certificate}", "{key}"], Ready = "no TLS on ", ReadyTls = "listening on 127.0.0.1:" },
        round,
        round);

    public string[] Data() =>
        Directory.Exists(Path.Combine(Output, "data")) ? Directory.GetFileSystemEntries(Path.Combine(Output, "data")) : [];

    public string Log() => File.ReadAllText(Path.Combine(Output, "logs", "W1-100.go.1.txt"));

    public void Dispose() => _directory.Delete(recursive: true);
}
