using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Rooms.Access;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;
using Parley.Rooms.Kinds.Steps;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds kinds of rooms to a host.</summary>
public static class RoomKindExtensions
{
    /// <summary>Adds a kind, beside <c>chat</c> and <c>steps</c>. Rooms are created with it by <c>Join.create</c>.</summary>
    /// <typeparam name="TKind">The kind. One instance serves all rooms.</typeparam>
    public static IParleyBuilder AddRoomKind<TKind>(this IParleyBuilder parley)
        where TKind : class, IRoomKind
    {
        parley.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoomKind, TKind>());
        return parley;
    }

    /// <summary>Asks before every action whether the user may do it. Without this, everybody may do everything.</summary>
    /// <typeparam name="TAccess">The decision. One instance serves all rooms.</typeparam>
    public static IParleyBuilder UseRoomAccess<TAccess>(this IParleyBuilder parley)
        where TAccess : class, IRoomAccess
    {
        parley.Services.Replace(ServiceDescriptor.Singleton<IRoomAccess, TAccess>());
        return parley;
    }

    internal static IParleyBuilder AddKinds(this IParleyBuilder parley)
    {
        parley.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoomKind>(ChatKind.Instance));
        parley.AddRoomKind<StepsKind>();
        parley.Services.TryAddSingleton<RoomKinds>();
        parley.Services.TryAddSingleton<IRoomAccess, OpenAccess>();
        return parley;
    }
}
