using System.Globalization;

namespace Parley.Bench.Running;

/// <summary>
/// Finds the process that listens on a port. A script may start a peer; the process with the socket is the one to measure.
/// </summary>
internal static class ListeningProcess
{
    private const string Listening = "0A";

    private static readonly string[] TableFiles = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The process in a process session that listens on the port; the session's leader if none is found.</summary>
    public static int Find(int session, int port)
    {
        var sockets = Tables().SelectMany(File.ReadLines).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening
                && fields[1].EndsWith(':' + port.ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal))
            .Select(fields => $"socket:[{fields[9]}]").ToHashSet();
        return ProcessGroup.Members(session).Where(process => Holds(process, sockets)).DefaultIfEmpty(session).First();
    }

    private static IEnumerable<string> Tables() => TableFiles.Where(File.Exists);

    private static bool Holds(int process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd")
                .Any(file => File.ResolveLinkTarget(file, returnFinalTarget: false) is { } target && sockets.Contains(target.Name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
