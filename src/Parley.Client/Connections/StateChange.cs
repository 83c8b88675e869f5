namespace Parley.Client;

/// <summary>A change of a client's state; see <see cref="ParleyClient.StateChanged"/>.</summary>
/// <param name="State">The new state.</param>
/// <param name="Reason">For <see cref="ConnectionState.Reconnecting"/> and <see cref="ConnectionState.Closed"/>, the reason, for people;
/// otherwise <c>null</c>.</param>
public sealed record StateChange(ConnectionState State, string? Reason = null);
