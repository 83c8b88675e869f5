using Microsoft.Extensions.DependencyInjection;

namespace Parley.Engine.Snapshots;

internal static class SnapshotExtensions
{
    public static IParleyBuilder AddSnapshots(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<SnapshotOptions>().BindConfiguration("Parley:Snapshot").ValidateDataAnnotations().ValidateOnStart();
        return parley;
    }
}
