namespace Parley.Bench.Building;

/// <summary>Whether a server can be started on this machine.</summary>
/// <param name="Reason">Why not; null if it can.</param>
/// <param name="Version">Its version, or that of its language or library; null if unknown.</param>
internal sealed record Availability(string? Reason, string? Version)
{
    public bool IsAvailable => Reason is null;
}
