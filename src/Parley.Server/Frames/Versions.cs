using System.Reflection;

namespace Parley.Server.Frames;

/// <summary>The version of the contract, and that of this server.</summary>
internal static class Versions
{
    /// <summary>The version of the room contract.</summary>
    public const int Protocol = 1;

    /// <summary>The version of this server.</summary>
    public static string Server { get; } = typeof(Versions).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
