using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using Parley.Storage.Sqlite.Reading;

namespace Parley.Storage.Sqlite.Checkpoints;

/// <summary>
/// Moves committed pages from the write-ahead log into the database, so that the write-ahead log can restart. Most pages are moved and
/// synced in the background: SQLite's own checkpoint would hold up a commit until all are moved. What is committed meanwhile is moved
/// between two commits. Used by the writer's thread only.
/// </summary>
internal sealed class Checkpointer
{
    /// <summary>
    /// With a long write-ahead log, a page that many commits change is moved once, so the limit grows with the commits. A short one reuses
    /// blocks that the file already has: a sync then takes only two thirds as long, because the file does not grow.
    /// </summary>
    private const int CommitsPerCheckpoint = 64;

    private const int Unknown = -1;

    // How long erased contents may stay in the write-ahead log. Emptying it costs a sync or two, so many erasures share that.
    private static readonly TimeSpan TimeUntilEmptied = TimeSpan.FromSeconds(1);

    // Reads last milliseconds. One that takes longer, over a large page on a cold disk, is not waited for: posts would wait with it.
    private static readonly TimeSpan LongestWaitForReaders = TimeSpan.FromMilliseconds(50);

    private readonly SqliteConnection _writer;
    private readonly CheckpointLimits _limits;
    private readonly ReaderGate _readers;
    private readonly BackgroundCheckpoint _background;
    private string? _failure;
    private int _pages;
    private int _largestCommit;
    private int _movedBefore = Unknown;
    private int _nextPages;
    private long? _emptyAt;

    /// <summary>Continues with the write-ahead log as it is.</summary>
    /// <param name="writer">The connection that writes.</param>
    /// <param name="database">The file of the database, for syncing it.</param>
    /// <param name="open">Opens the connection for moving pages in the background.</param>
    /// <param name="limits">When checkpoints start, and how long the write-ahead log may get.</param>
    /// <param name="readers">Holds up this process's reads where they are in the way.</param>
    public Checkpointer(
        SqliteConnection writer, SafeFileHandle database, Func<SqliteConnection> open, CheckpointLimits limits, ReaderGate readers)
    {
        (_writer, _limits, _readers) = (writer, limits, readers);
        _background = new BackgroundCheckpoint(open, database);
        WriteAheadLog.TryCount(writer, out _pages, out _);
    }

    /// <summary>
    /// How the disk failed, for the operator; <c>null</c> if it has not. After a failure nothing is moved until a restart, which begins
    /// with the first page again: a second sync may succeed although pages of the first one are lost, and the write-ahead log has the only
    /// copy.
    /// </summary>
    public string? Failure => (_failure ?? _background.Failure) is { } reason
        ? $"Committed events cannot be moved into the database ({reason}). Nothing is lost: check the disk, then restart the server."
        : null;

    /// <summary>How long the writer may sleep before <see cref="AfterCommit"/> has something to do again.</summary>
    public TimeSpan TimeUntilDue => _emptyAt is { } at && !HasFailed
        ? TimeSpan.FromMilliseconds(Math.Max(0, at - Environment.TickCount64))
        : Timeout.InfiniteTimeSpan;

    private bool HasFailed => _failure is not null || _background.Failure is not null;

    private int StartPages =>
        (int)Math.Clamp((long)CommitsPerCheckpoint * _largestCommit, _limits.MinStartPages, _limits.MaxStartPages);

    /// <summary>Empties the write-ahead log within about a second.</summary>
    public void EmptySoon() => _emptyAt ??= NextDeadline();

    /// <summary>Starts or continues a checkpoint if the write-ahead log has become long enough.</summary>
    public void AfterCommit()
    {
        EmptyIfDue();
        if (HasFailed || !WriteAheadLog.TryCount(_writer, out var pages, out var moved))
        {
            return;
        }

        if (pages < _pages)
        {
            (_pages, _largestCommit, _movedBefore, _nextPages) = (0, 0, Unknown, 0);
        }

        _largestCommit = Math.Max(_largestCommit, pages - _pages);
        _pages = pages;
        if (pages < Math.Max(_nextPages, StartPages))
        {
            return;
        }

        if (IsWritersTurn(pages, moved))
        {
            _background.Wait();
            WriteAheadLog.TryCount(_writer, out pages, out moved);
        }

        if (!_background.IsRunning)
        {
            Move(pages, moved);
        }
    }

    /// <summary>Called when the disk is full: moves all the pages it can, so that the write-ahead log can restart.</summary>
    public void MakeSpace()
    {
        if (!HasFailed && !_background.IsRunning)
        {
            MoveNow();
        }
    }

    /// <summary>Waits for the background. To be called before the writer's connection is closed.</summary>
    public void Stop()
    {
        _background.Close();
        if (HasFailed)
        {
            WriteAheadLog.KeepOnClose(_writer);
        }
    }

    private static long NextDeadline() => Environment.TickCount64 + (long)TimeUntilEmptied.TotalMilliseconds;

    private void EmptyIfDue()
    {
        if (_emptyAt is not { } at || at > Environment.TickCount64 || HasFailed)
        {
            return;
        }

        // Posts and reads wait while it is emptied, so most pages are moved in the background before.
        var isEmpty = false;
        if (!_background.IsRunning && !IsMovedInBackground())
        {
            _readers.TryRunAlone(() => isEmpty = TryEmpty(), LongestWaitForReaders);
        }

        // Pages are being moved, or something is in the way, such as a backup: the next attempt is made later.
        _emptyAt = isEmpty ? null : NextDeadline();
    }

    private bool IsMovedInBackground() =>
        WriteAheadLog.TryCount(_writer, out var pages, out var moved) && pages - moved > StartPages / 2 && _background.TryStart();

    private bool TryEmpty()
    {
        var isEmpty = WriteAheadLog.TryEmpty(_writer, out var failure);
        _failure ??= failure;
        return isEmpty;
    }

    private void Move(int pages, int moved)
    {
        var rest = StartPages / 2;
        if (pages - moved <= rest || IsWritersTurn(pages, moved))
        {
            MoveNow();
        }
        else if (moved != _movedBefore && _background.TryStart())
        {
            _movedBefore = moved;
            return;
        }

        // Either all pages are moved, or something is in the way, such as a reader: the next attempt waits until the write-ahead log has
        // grown.
        _movedBefore = Unknown;
        _nextPages = pages < _limits.MaxPages ? Math.Min(pages + rest, _limits.MaxPages) : pages + rest;
    }

    // If even more pages are left, a reader was in the way for a long time: the pages left are then moved in the background.
    private bool IsWritersTurn(int pages, int moved) =>
        pages >= _limits.MaxPages && (pages - moved <= 2 * _limits.MaxPages || _background.IsFaulted);

    /// <summary>Moves all pages. If no read of this process ran meanwhile, the write-ahead log begins anew with the next commit.</summary>
    private void MoveNow()
    {
        if (!_readers.TryRunAlone(Move, LongestWaitForReaders))
        {
            Move();
        }
    }

    private void Move()
    {
        WriteAheadLog.TryMove(_writer, out var failure);
        _failure ??= failure;
    }
}
