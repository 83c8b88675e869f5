namespace Parley.Server.Offline;

/// <summary>A log cannot be opened, read, backed up or restored; nothing was changed. The message says in one line what to do.</summary>
public sealed class OfflineLogException : Exception
{
    internal OfflineLogException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
