using Parley.Storage.Sqlite;

namespace Parley.Storage.Tests.Sqlite;

/// <summary>Does something whenever a check reports how far it is.</summary>
internal sealed class ProgressProbe(Action act) : IProgress<LogProgress>
{
    public int Reports { get; private set; }

    public void Report(LogProgress value)
    {
        Reports++;
        act();
    }
}
