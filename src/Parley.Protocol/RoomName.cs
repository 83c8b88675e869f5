using System.Buffers;

namespace Parley.Protocol;

/// <summary>The name of a room: 1 to 128 ASCII letters, digits and <c>. _ - : / # @ +</c>. Case matters.</summary>
public static class RoomName
{
    /// <summary>The room of a client that names none.</summary>
    public const string Default = "lobby";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:/#@+");

    /// <summary>Checks a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What is wrong with the name, for the person who chose it; <c>null</c> if it is valid.</returns>
    public static string? Validate(ReadOnlySpan<char> name) => name switch
    {
        { Length: 0 } => "The room name is empty. Name a room.",
        { Length: > ProtocolLimits.RoomCharacters } =>
            $"The room name has {name.Length} characters; {ProtocolLimits.RoomCharacters} are allowed.",
        _ when name.ContainsAnyExcept(Allowed) => "The room name may have only ASCII letters, digits and . _ - : / # @ +",
        _ => null,
    };
}
