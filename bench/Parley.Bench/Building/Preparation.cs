using Parley.Bench.Planning;
using Parley.Bench.Running;

namespace Parley.Bench.Building;

/// <summary>Installs and builds everything a session needs, before anything is measured.</summary>
internal sealed class Preparation(Builder builder, LoadGenerator load, string root, Action<string> log)
{
    private static readonly string[] Toolchains = ["eng/bench-toolchains", "eng/toolchains"];

    private readonly List<string> _warnings = [];

    /// <summary>Steps that failed and concern more than one server.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Installs and builds; with <paramref name="build"/> false it only checks what is there.</summary>
    /// <returns>For each server, whether it can be started.</returns>
    /// <exception cref="PreparationException">The load generator cannot be built.</exception>
    public async Task<Dictionary<string, Availability>> RunAsync(Plan plan, bool build, CancellationToken cancellationToken)
    {
        if (build)
        {
            await InstallAsync(cancellationToken);
            await BuildLoadAsync(cancellationToken);
        }

        var found = new Dictionary<string, Availability>();
        foreach (var contender in plan.Contenders)
        {
            if (build && contender.Build.Count > 0)
            {
                log($"Building {contender.Name}");
            }

            found[contender.Name] = await builder.PrepareAsync(contender, build, cancellationToken);
            if (found[contender.Name].Reason is { } reason)
            {
                log($"{contender.Name} is not available: {reason}");
            }
        }

        return found;
    }

    private async Task BuildLoadAsync(CancellationToken cancellationToken)
    {
        if (load.Build is not { } launch)
        {
            return;
        }

        log("Building the load generator");
        if (await builder.StepAsync("load", launch, Path.Combine(root, load.Directory), cancellationToken) is { } failure)
        {
            throw new PreparationException($"The load generator cannot be built: {failure}");
        }
    }

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        if (Toolchains.FirstOrDefault(script => File.Exists(Path.Combine(root, script))) is not { } script)
        {
            return;
        }

        log($"Installing what is missing ({script})");
        if (await builder.StepAsync("toolchains", new("./" + script), root, cancellationToken) is { } failure)
        {
            _warnings.Add($"Some toolchains could not be installed: {failure}");
            log(_warnings[^1]);
        }
    }
}
