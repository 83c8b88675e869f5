namespace Parley.Load.Protocols.Redis;

/// <summary>Kinds of RESP tokens that differ in how they are read.</summary>
internal enum RespKind
{
    /// <summary>A value that ends with its line.</summary>
    Simple,
    Error,
    Bulk,

    /// <summary>The head of an array, set, map or push; its elements follow.</summary>
    Aggregate,
}
