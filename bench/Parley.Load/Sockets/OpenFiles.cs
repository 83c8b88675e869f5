namespace Parley.Load.Sockets;

/// <summary>The limit of open files of this process.</summary>
internal static unsafe class OpenFiles
{
    private const ulong Others = 200;

    /// <summary>Raises the soft limit for this many connections, and the hard limit if necessary and permitted.</summary>
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
            throw new LoadException(
                $"The load needs {wanted:N0} open files; the hard limit is {limit.Hard:N0}. Raise it with: ulimit -Hn {wanted}");
        }
    }
}
