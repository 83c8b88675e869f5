using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Operations.Retention;

namespace Parley.Server.Operations;

internal static class OperationsExtensions
{
    public static IParleyBuilder AddOperations(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<ParleyOptions>().BindConfiguration("Parley").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.AddSingleton<Drain>();
        parley.Services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        parley.Services.AddHostedService<RetentionService>();
        parley.Services.AddGrpcReflection();
        parley.Services.AddGrpcHealthChecks().AddCheck<AcceptingCheck>("accepting").AddCheck<StorageCheck>("storage");
        return parley;
    }
}
