using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Logs;
using Parley.Storage;
using Parley.Storage.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the log on disk.</summary>
public static class SqliteExtensions
{
    /// <summary>
    /// Keeps the log in an SQLite database in a directory, which is created if it is missing. It must be on a local file system, and be
    /// used by this server alone.
    /// </summary>
    public static IParleyBuilder UseSqlite(this IParleyBuilder parley, string directory)
    {
        parley.Services.Replace(ServiceDescriptor.Singleton<IRoomLog>(services => Open(services, directory)));
        return parley;
    }

    /// <summary>Adds the options of the log.</summary>
    public static IParleyBuilder AddStorageOptions(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<StorageOptions>().BindConfiguration("Parley:Storage").ValidateDataAnnotations().ValidateOnStart();
        return parley;
    }

    /// <summary>Opens the log in a directory. The container that resolves the log closes it.</summary>
    public static IRoomLog Open(IServiceProvider services, string directory)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<SqliteRoomLog>();
        var progress = new LogProgressLogger(logger, TimeProvider.System);
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var log = SqliteRoomLog.Open(
            directory, services.GetRequiredService<TimeProvider>(), () => Guid.CreateVersion7(), progress, options.ReserveBytes);
        LogPermissions.Restrict(directory, logger);
        return log;
    }
}
