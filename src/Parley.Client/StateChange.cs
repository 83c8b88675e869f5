namespace Parley.Client;

/// <summary>A step of a client from one state to the next; see <see cref="ParleyClient.StateChanged"/>.</summary>
/// <param name="State">The state it is in now.</param>
/// <param name="Reason">For <see cref="ConnectionState.Reconnecting"/> and <see cref="ConnectionState.Closed"/>: why, for people. Else <c>null</c>.</param>
public sealed record StateChange(ConnectionState State, string? Reason = null);
