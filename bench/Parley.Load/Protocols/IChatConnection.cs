namespace Parley.Load.Protocols;

/// <summary>One connection to the server.</summary>
internal interface IChatConnection
{
    /// <summary>Opens a stream and joins a room.</summary>
    IChatStream Join(JoinRequest request, IMember member);

    /// <summary>Stops or resumes reading from the socket.</summary>
    void Pause(bool paused);

    void Close();
}
