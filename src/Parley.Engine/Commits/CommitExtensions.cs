using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Engine.Commits;

internal static class CommitExtensions
{
    public static IParleyBuilder AddCommits(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<CommitOptions>().BindConfiguration("Parley:Commit").ValidateDataAnnotations().ValidateOnStart();
        parley.Services.TryAddSingleton<StorageHealth>();
        parley.Services.TryAddSingleton<Committer>();
        return parley;
    }
}
