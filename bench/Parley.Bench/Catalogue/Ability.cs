namespace Parley.Bench.Catalogue;

/// <summary>What a server can do, and what a workload asks for.</summary>
[Flags]
internal enum Ability
{
    None = 0,

    /// <summary>What one says reaches everybody.</summary>
    FanOut = 1,

    /// <summary>Many streams share a connection.</summary>
    Multiplex = 2,

    /// <summary>Rooms that do not hear each other.</summary>
    Rooms = 4,

    /// <summary>A post is answered when it is stored.</summary>
    DurablePosts = 8,

    /// <summary>Reads what was said before.</summary>
    Replay = 16,

    /// <summary>Speaks the session contract, so that the .NET client can be used with it.</summary>
    Sessions = 32,

    /// <summary>Speaks TLS with a certificate it is given.</summary>
    Tls = 64,
}
