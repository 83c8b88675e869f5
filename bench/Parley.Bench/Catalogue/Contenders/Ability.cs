namespace Parley.Bench.Catalogue.Contenders;

/// <summary>What a server can do, and what a workload requires.</summary>
[Flags]
internal enum Ability
{
    None = 0,

    /// <summary>A message reaches every member of its room.</summary>
    FanOut = 1,

    /// <summary>Several streams share a connection.</summary>
    Multiplex = 2,

    /// <summary>Separate rooms: a message reaches no other room.</summary>
    Rooms = 4,

    /// <summary>A post is answered once it is stored.</summary>
    DurablePosts = 8,

    /// <summary>A new reader can read earlier messages.</summary>
    Replay = 16,

    /// <summary>The Room contract, which the .NET client needs.</summary>
    Sessions = 32,

    /// <summary>TLS with a given certificate.</summary>
    Tls = 64,
}
