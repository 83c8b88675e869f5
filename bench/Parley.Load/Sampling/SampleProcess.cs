using System.Diagnostics;
using System.Globalization;
using Parley.Load.Commands;
using Parley.Load.Workloads;

namespace Parley.Load.Sampling;

/// <summary>A process of its own for readers with the official client, so that their garbage collection does not stop the loop.</summary>
internal sealed class SampleProcess : IDisposable
{
    private const double LongestAnswer = 30;

    private readonly Process _process;
    private readonly Stage _stage;

    public SampleProcess(SampleOptions options, Stage stage)
    {
        _stage = stage;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SampleProcess).Assembly.Location);
        }

        foreach (var argument in Arguments(options))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        if (Answer() != Sample.Joined)
        {
            throw new LoadException("The sampling process could not join.");
        }
    }

    public void Measure() => Say(Sample.Measure);

    public void Stop() => Say(Sample.Stop);

    public SampleReport Report(IEnumerable<int> sent)
    {
        Say(SampleJson.Line([.. sent]));
        return SampleJson.Report(Answer() ?? throw new LoadException("The sampling process ended without a report."));
    }

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static IEnumerable<string> Arguments(SampleOptions options) =>
    [
        SampleCommand.Name,
        "--server", options.Server.ToString(),
        "--readers", Text(options.Readers),
        "--room-name", options.RoomName,
        "--rooms", Text(options.Rooms),
        "--senders", Text(options.Senders),
        .. options.Tls is null ? Array.Empty<string>() : [CommonOptions.Tls.Name, options.Tls.File],
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    private string? Answer()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        _stage.TurnUntil(() => line.IsCompleted, LongestAnswer, () => "the sampling process does not answer");
        return line.Result;
    }
}
