namespace Parley.Load.Protocols.Redis;

/// <summary>Kinds of RESP tokens.</summary>
internal enum RespKind
{
    /// <summary>A value that ends with its line.</summary>
    Simple,
    Error,
    Bulk,

    /// <summary>The head of an array, set, map or push; its elements follow.</summary>
    Aggregate,
}
