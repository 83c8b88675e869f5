using System.Diagnostics;
using System.Globalization;
using Parley.Load.Commands;
using Parley.Load.Workloads;

namespace Parley.Load.Sampling;

/// <summary>A separate process for readers with the official client, so that their garbage collection does not stop the loop.</summary>
internal sealed class SampleProcess : IDisposable
{
    private const double MaxAnswerSeconds = 30;

    private readonly Process _process;
    private readonly WorkloadLoop _loop;

    public SampleProcess(SampleOptions options, WorkloadLoop loop)
    {
        _loop = loop;
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
        if (ReadAnswer() != Sample.Joined)
        {
            throw new LoadException("The sampling process could not join.");
        }
    }

    public void Measure() => Send(Sample.Measure);

    public void Stop() => Send(Sample.Stop);

    public SampleReport Report(IEnumerable<int> sent)
    {
        Send(SampleJson.Line([.. sent]));
        return SampleJson.Report(ReadAnswer() ?? throw new LoadException("The sampling process ended without a report."));
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

    private void Send(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    private string? ReadAnswer()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        _loop.TurnUntil(() => line.IsCompleted, MaxAnswerSeconds, () => "the sampling process does not answer");
        return line.Result;
    }
}
