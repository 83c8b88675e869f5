namespace Parley.Server.Hosting;

/// <summary>
/// Ends the process when it runs out of memory. Whatever was being done then is lost at a random place, also in libraries, and whoever
/// waits for it would wait forever. What was accepted is on disk, and clients return to the next server.
/// </summary>
internal static class MemoryGuard
{
    private static int _isSet;

    /// <summary>Guards the process from now on.</summary>
    public static void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            AppDomain.CurrentDomain.FirstChanceException += (_, thrown) =>
            {
                if (thrown.Exception is OutOfMemoryException)
                {
                    // Nothing here may need memory.
                    Environment.FailFast("Parley has run out of memory and ends. Nothing accepted is lost. Give it more memory.");
                }
            };
        }
    }
}
