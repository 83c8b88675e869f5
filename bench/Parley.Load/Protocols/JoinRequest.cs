namespace Parley.Load.Protocols;

/// <summary>The request to join a room.</summary>
/// <param name="Room">The room to post into and, if <paramref name="IsReader"/>, to read.</param>
/// <param name="User">The user name.</param>
/// <param name="History">The number of earlier messages to receive first. Default 0.</param>
/// <param name="IsReader">False if acknowledgements are enough and the protocol has them.</param>
internal readonly record struct JoinRequest(string Room, string User, long History = 0, bool IsReader = true);
