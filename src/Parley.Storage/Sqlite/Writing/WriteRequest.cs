using Parley.Engine.Logs;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>Something for the writer's thread to write. Code that awaits the result continues on that thread.</summary>
internal abstract class WriteRequest
{
    /// <summary>Writes and syncs, in one transaction.</summary>
    public abstract void Run(SqliteAppender appender);

    /// <summary>Hands out the result of <see cref="Run"/>.</summary>
    public abstract void Complete();

    public abstract void Fail(RoomLogException exception);
}
