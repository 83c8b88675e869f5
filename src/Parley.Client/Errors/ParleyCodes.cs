using Parley.Protocol;

namespace Parley.Client.Errors;

/// <summary>What a client does about a code.</summary>
internal static class ParleyCodes
{
    /// <summary>True if the same command may be accepted later.</summary>
    public static bool IsTemporary(this ParleyCode code) => code.IsRetryable() || code == ParleyCode.StorageFull;

    /// <summary>True if the client tries again by itself. A full disk is left out: an operator has to make space first.</summary>
    public static bool IsRetryable(this ParleyCode code) => code is ParleyCode.Unavailable or ParleyCode.Overloaded;
}
