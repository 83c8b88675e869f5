using System.Reflection;

namespace Parley.Server.Sessions;

/// <summary>Which versions take part in a session.</summary>
internal static class Versions
{
    /// <summary>The version of the session contract.</summary>
    public const int Protocol = 1;

    /// <summary>This server.</summary>
    public static string Server { get; } =
        typeof(Versions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
