
namespace Parley.Storage.Tests.Sqlite;

/// <summary>Runs an action at every report of progress.</summary>
internal sealed class ProgressProbe(Action act) : IProgress<LogProgress>
{
    public int Reports { get; private set; }

    public void Report(LogProgress value)
    {
        Reports++;
        act();
    }
}
