using Parley.Protocol;

namespace Parley.Rooms.Access;

/// <summary>Decides who may do what. The server asks before every action, on many threads at once.</summary>
public interface IRoomAccess
{
    /// <summary>Checks an action.</summary>
    /// <param name="identity">Who wants to do it.</param>
    /// <param name="action">What they want to do.</param>
    /// <param name="room">A valid room name. The room need not have events.</param>
    /// <returns>Why it is refused, with the code that the client receives; <c>null</c> if it is allowed.</returns>
    Rejection? Check(Identity identity, RoomAction action, string room);

    /// <summary>
    /// Checks a post that erases contents, anybody's and for good. By default, only the operator may erase, with <c>parley erase</c>.
    /// </summary>
    /// <param name="identity">Who wants to erase.</param>
    /// <param name="room">A valid room name.</param>
    /// <returns>Why it is refused, with the code that the client receives; <c>null</c> if it is allowed.</returns>
    Rejection? CheckErase(Identity identity, string room) =>
        new(ParleyCode.Forbidden, "Only the operator of the server can erase: parley erase.");
}
