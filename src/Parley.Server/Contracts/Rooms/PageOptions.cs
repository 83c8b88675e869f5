using System.ComponentModel.DataAnnotations;

namespace Parley.Server.Contracts.Rooms;

/// <summary>
/// How many pages unary calls may hold in memory: pages of events, rooms and members. Section <c>Parley:Page</c> of the configuration.
/// </summary>
public sealed class PageOptions
{
    /// <summary>
    /// Pages that are being read or sent at once. 1–10,000, default 16. Further calls wait in order. A page has about 1 MiB of events, and
    /// takes about 4 MiB of memory until the client has read it.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxInFlight { get; set; } = 16;

    /// <summary>
    /// Pages that one connection has at once. 1–10,000, default 4. Its further calls wait, and other connections do not wait for them.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxPerConnection { get; set; } = 4;

    /// <summary>
    /// Seconds from the beginning of a read until the client must have its page. 1–3,600, default 30. A slower call is reset.
    /// </summary>
    [Range(1, 3_600)]
    public int TimeoutSeconds { get; set; } = 30;
}
