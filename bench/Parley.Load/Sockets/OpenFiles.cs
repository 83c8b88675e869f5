namespace Parley.Load.Sockets;

/// <summary>How many files this process may have open.</summary>
internal static unsafe class OpenFiles
{
    private const ulong Others = 200;

    /// <summary>Raises the limit so that this many connections fit, the hard limit as well if the system lets us.</summary>
    public static void Allow(int connections)
    {
        var wanted = (ulong)connections + Others;
        Libc.ResourceLimit limit;
        if (Libc.GetLimit(Libc.OpenFiles, &limit) < 0 || limit.Soft >= wanted)
        {
            return;
        }

        var raised = new Libc.ResourceLimit { Soft = wanted, Hard = Math.Max(wanted, limit.Hard) };
        if (Libc.SetLimit(Libc.OpenFiles, &raised) < 0)
        {
            throw new LoadException($"{wanted:N0} files have to be open at once, and {limit.Hard:N0} is the hard limit: ulimit -Hn {wanted}");
        }
    }
}
