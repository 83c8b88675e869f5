using System.Globalization;
using System.Runtime.InteropServices;

namespace Parley.Bench.Machines;

/// <summary>Reads the description of this machine from /proc and /etc.</summary>
internal static class MachineReader
{
    private const double KibibytesPerGibibyte = 1024 * 1024;

    /// <param name="directory">The directory in which durable servers keep their data.</param>
    /// <param name="loadAverage">The load before anything was built.</param>
    public static Machine Read(string directory, double loadAverage) => new()
    {
        Cpu = Value("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Cores = Environment.ProcessorCount,
        MemoryGibibytes = Kibibytes(Value("/proc/meminfo", "MemTotal", ':')) / KibibytesPerGibibyte,
        Kernel = Text("/proc/sys/kernel/osrelease") ?? "unknown",
        Distribution = Value("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription,
        Dotnet = RuntimeInformation.FrameworkDescription,
        FileSystem = FileSystem(directory),
        SyncMilliseconds = SyncProbe.MedianMilliseconds(directory),
        LoadAverage = loadAverage,
    };

    /// <summary>The load average of the last minute.</summary>
    public static double LoadAverage() =>
        double.TryParse(Text("/proc/loadavg")?.Split(' ')[0], CultureInfo.InvariantCulture, out var load) ? load : 0;

    private static string FileSystem(string directory) =>
        (Lines("/proc/mounts").Select(line => line.Split(' '))
            .Where(fields => fields.Length > 2 && IsUnder(directory, fields[1]))
            .MaxBy(fields => fields[1].Length)?[2]) ?? "unknown";

    private static bool IsUnder(string directory, string mount) =>
        mount == "/" || directory == mount || directory.StartsWith(mount + "/", StringComparison.Ordinal);

    private static double Kibibytes(string? text) =>
        double.TryParse(text?.Split(' ')[0], CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static string? Value(string file, string name, char separator) => Lines(file)
        .Select(line => line.Split(separator, 2))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == name)?[1].Trim();

    private static string? Text(string file) => Lines(file).FirstOrDefault()?.Trim();

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];
}
