namespace Parley.Protocol;

/// <summary>Limits that are part of the contracts: every version of Parley refuses a value that exceeds one.</summary>
public static class ProtocolLimits
{
    /// <summary>Longest text of a message, in bytes of UTF-8: 16 KiB.</summary>
    public const int TextBytes = 16 * 1024;

    /// <summary>Largest content of an event, encoded, in bytes: 60 KiB. It leaves room for the rest of a frame.</summary>
    public const int ContentBytes = 60 * 1024;

    /// <summary>Longest name of a kind, in ASCII characters: 32.</summary>
    public const int KindCharacters = 32;

    /// <summary>Longest type of a custom content, in bytes of UTF-8: 64.</summary>
    public const int CustomTypeBytes = 64;

    /// <summary>Most events whose contents one erasure erases: 100.</summary>
    public const int ErasureEvents = 100;

    /// <summary>Largest options of a room, in bytes: 4 KiB.</summary>
    public const int OptionsBytes = 4 * 1024;

    /// <summary>Longest user name, in bytes of UTF-8: 128.</summary>
    public const int UserBytes = 128;

    /// <summary>Longest room name, in ASCII characters: 128.</summary>
    public const int RoomCharacters = 128;

    /// <summary>Longest command id, in bytes of UTF-8: 64.</summary>
    public const int CommandIdBytes = 64;

    /// <summary>Largest frame a server accepts, in bytes: 64 KiB. Larger ones end the stream with RESOURCE_EXHAUSTED.</summary>
    public const int FrameBytes = 64 * 1024;

    /// <summary>Longest key of a signal, in bytes of UTF-8: 64.</summary>
    public const int SignalKeyBytes = 64;

    /// <summary>Largest content of a signal, in bytes: 1 KiB.</summary>
    public const int SignalBytes = 1_024;
}
