namespace Parley.Engine.Members;

/// <summary>A session in a room, which is told about the others there.</summary>
/// <remarks>Both are called while the room's members are locked: they note what is new and return.</remarks>
public interface IMemberSession
{
    /// <summary>The user whose session this is.</summary>
    string User { get; }

    /// <summary>Somebody came, or went.</summary>
    void OnPresence(string user, bool present);

    /// <summary>Somebody shows something passing. A later one of the same user and key takes the place of an earlier one.</summary>
    void OnSignal(MemberSignal signal);
}
