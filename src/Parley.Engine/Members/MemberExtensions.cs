using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Engine.Members;

internal static class MemberExtensions
{
    public static IParleyBuilder AddMembers(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<MemberOptions>().BindConfiguration("Parley:Member").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.TryAddSingleton<MemberDirectory>();
        return parley;
    }
}
