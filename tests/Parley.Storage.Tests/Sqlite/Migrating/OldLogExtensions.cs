using Parley.Storage.Sqlite;
using Parley.Testing;

namespace Parley.Storage.Tests.Sqlite.Migrating;

internal static class OldLogExtensions
{
    /// <summary>Opens the log as this version does: converts it.</summary>
    public static SqliteRoomLog Open(this OldLog log, IProgress<LogProgress>? progress = null) =>
        SqliteRoomLog.Open(log.Directory, TimeProvider.System, () => Guid.CreateVersion7(), progress);
}
