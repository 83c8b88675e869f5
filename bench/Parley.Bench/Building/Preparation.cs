using Parley.Bench.Planning;
using Parley.Bench.Running;

namespace Parley.Bench.Building;

/// <summary>Makes everything that a session needs, before anything is measured.</summary>
internal sealed class Preparation(Builder builder, LoadGenerator load, string root, Action<string> say)
{
    private static readonly string[] Toolchains = ["eng/bench-toolchains", "eng/toolchains"];

    private readonly List<string> _warnings = [];

    /// <summary>What could not be done and is no server's fault alone.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Installs and builds, or with <paramref name="build"/> false only looks at what is there.</summary>
    /// <returns>Whether each server can be started.</returns>
    /// <exception cref="PreparationException">There is no load generator.</exception>
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
                say($"Building {contender.Name}");
            }

            found[contender.Name] = await builder.PrepareAsync(contender, build, cancellationToken);
            if (found[contender.Name].Reason is { } reason)
            {
                say($"{contender.Name} is not available: {reason}");
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

        say("Building the load generator");
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

        say($"Installing what is missing ({script})");
        if (await builder.StepAsync("toolchains", new("./" + script), root, cancellationToken) is { } failure)
        {
            _warnings.Add($"Not every toolchain could be installed: {failure}");
            say(_warnings[^1]);
        }
    }
}
