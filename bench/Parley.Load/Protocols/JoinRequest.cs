namespace Parley.Load.Protocols;

/// <summary>What a stream wants.</summary>
/// <param name="Room">The room it posts to and, if <paramref name="Listens"/>, hears.</param>
/// <param name="User">Who posts.</param>
/// <param name="History">How many earlier messages it is to get first.</param>
/// <param name="Listens">False if acknowledgements are enough, where the protocol has them.</param>
internal readonly record struct JoinRequest(string Room, string User, long History = 0, bool Listens = true);
