using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Parley.Server.Contracts.Web;

internal static class WebExtensions
{
    public static IParleyBuilder AddWeb(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<WebOptions>().BindConfiguration("Parley:Web").ValidateOnStart();
        parley.Services.AddSingleton<IValidateOptions<WebOptions>, WebOptionsValidation>();
        parley.Services.AddSingleton<OriginPolicy>();
        return parley;
    }
}
