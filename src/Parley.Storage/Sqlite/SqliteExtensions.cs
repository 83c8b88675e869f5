using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Logs;
using Parley.Storage.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the log on disk.</summary>
public static class SqliteExtensions
{
    /// <summary>
    /// Keeps the log in a directory, with SQLite. The directory must exist, be on a local file system, and belong to this server alone.
    /// </summary>
    public static IParleyBuilder UseSqlite(this IParleyBuilder parley, string directory)
    {
        parley.Services.Replace(ServiceDescriptor.Singleton<IRoomLog>(services => Open(services, directory)));
        return parley;
    }

    /// <summary>Opens the log in a directory; the container that resolves it closes it.</summary>
    public static IRoomLog Open(IServiceProvider services, string directory) =>
        SqliteRoomLog.Open(directory, services.GetRequiredService<TimeProvider>(), () => Guid.CreateVersion7());
}
