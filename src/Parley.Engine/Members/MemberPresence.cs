namespace Parley.Engine.Members;

/// <summary>One user in one room: how many sessions, and when the grace of the last one ends.</summary>
internal sealed class MemberPresence
{
    /// <summary>Sessions in the room now.</summary>
    public int Sessions { get; set; }

    /// <summary>Runs while the user is only waited for.</summary>
    public ITimer? Grace { get; set; }

    /// <summary>How often a grace began.</summary>
    public int Graces { get; set; }
}
