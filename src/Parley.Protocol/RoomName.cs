using System.Buffers;

namespace Parley.Protocol;

/// <summary>The name of a room: 1 to 128 ASCII letters, digits and <c>. _ - : / # @ +</c>. Case matters.</summary>
public static class RoomName
{
    /// <summary>The room a client joins that names none.</summary>
    public const string Default = "lobby";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:/#@+");

    /// <summary>Says what is wrong with a name.</summary>
    /// <returns><c>null</c> for a valid name, else a sentence for the person who chose it.</returns>
    public static string? Validate(ReadOnlySpan<char> name) => name switch
    {
        { Length: 0 } => "The room name is empty. Name a room.",
        { Length: > ProtocolLimits.RoomCharacters } => $"The room name has {name.Length} characters; {ProtocolLimits.RoomCharacters} are allowed.",
        _ when name.ContainsAnyExcept(Allowed) => "The room name may have only ASCII letters, digits and . _ - : / # @ +",
        _ => null,
    };
}
