using Parley.Engine.Logs;
using Parley.Storage;

namespace Parley.Server.Offline;

/// <summary>Work on the files of a log: what the storage throws and reports, in the words of this library.</summary>
internal static class OfflineWork
{
    /// <summary>Runs work that checks a log.</summary>
    public static VerificationReport Run(Func<IProgress<LogProgress>?, LogReport> work, IProgress<OfflineProgress>? progress)
    {
        var adapter = progress is null ? null : new ProgressAdapter(progress);
        var report = Guard(() => work(adapter));
        return new VerificationReport(report.Rooms, report.Events, report.EventsWithoutChecksum, report.Problems, report.MoreProblems);
    }

    /// <summary>Runs work.</summary>
    /// <exception cref="OfflineLogException">The log cannot be used.</exception>
    public static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is LogOpenException or LogBackupException or RoomLogException)
        {
            throw new OfflineLogException(exception.Message, exception);
        }
    }

    private sealed class ProgressAdapter(IProgress<OfflineProgress> progress) : IProgress<LogProgress>
    {
        public void Report(LogProgress value) => progress.Report(new OfflineProgress(value.Step, value.Done));
    }
}
