using Microsoft.Extensions.DependencyInjection;

namespace Parley.Server.Following;

internal static class FollowingExtensions
{
    public static IParleyBuilder AddFollowing(this IParleyBuilder parley)
    {
        parley.Services.AddSingleton<RoomFollowing>();
        return parley;
    }
}
