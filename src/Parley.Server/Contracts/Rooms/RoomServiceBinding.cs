using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Server.Contracts.Rooms;

/// <summary>
/// Binds the room contract's methods as generated, except that a malformed request is refused in the words of the contract.
/// </summary>
internal static class RoomServiceBinding
{
    /// <summary>Called by grpc-dotnet, because <see cref="RoomServiceEndpoint"/> names it.</summary>
    public static void BindService(ServiceBinderBase binder, RoomService.RoomServiceBase service) =>
        RoomService.BindService(new RefusingBinder(binder), service);
}
