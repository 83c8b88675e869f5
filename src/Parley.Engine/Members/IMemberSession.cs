namespace Parley.Engine.Members;

/// <summary>A session in one room, which is notified of the other members.</summary>
/// <remarks>
/// The directory calls the methods under a lock, from any thread. They record what is new and return: they must neither block, nor throw,
/// nor call the directory.
/// </remarks>
public interface IMemberSession
{
    /// <summary>The user whose session this is.</summary>
    string User { get; }

    /// <summary>A user became a member or stopped being one. The last call for a user counts; it may repeat what is known.</summary>
    void OnPresence(string user, bool present);

    /// <summary>
    /// Presence was left out, or will be: the session no longer knows who is in the room, until it calls
    /// <see cref="MemberDirectory.ListAnnounced"/> after this.
    /// </summary>
    void OnMembersUnknown();

    /// <summary>A member sent a signal. It replaces an earlier one with the same user and key.</summary>
    void OnSignal(MemberSignal signal);
}
