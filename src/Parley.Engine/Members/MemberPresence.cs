namespace Parley.Engine.Members;

/// <summary>
/// A member: the sessions of one user in one room, and the grace after the last one broke off. Guarded by the shard's gate.
/// </summary>
internal sealed class MemberPresence
{
    /// <summary>How many sessions of the user are in the room.</summary>
    public int Sessions { get; set; }

    /// <summary>Ends the grace; <c>null</c> while none runs.</summary>
    public ITimer? Grace { get; set; }

    /// <summary>The number of the latest grace: 1, 2, 3 …</summary>
    public int GraceNumber { get; set; }
}
