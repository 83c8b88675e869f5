
namespace Parley.Storage.Tests.Sqlite.Backup;

/// <summary>Passes on the reports of one step.</summary>
internal sealed class StepProbe(string step, IProgress<LogProgress> progress) : IProgress<LogProgress>
{
    public void Report(LogProgress value)
    {
        if (value.Step == step)
        {
            progress.Report(value);
        }
    }
}
