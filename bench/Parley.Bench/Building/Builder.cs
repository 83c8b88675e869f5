using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Running;

namespace Parley.Bench.Building;

/// <summary>Builds the servers. A server that cannot be built is left out, with the reason.</summary>
internal sealed class Builder(string root, string output)
{
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Runs one step, such as installing toolchains.</summary>
    /// <returns>The error; null if there was none.</returns>
    public async Task<string?> StepAsync(string name, Launch launch, string directory, CancellationToken cancellationToken)
    {
        try
        {
            await using var child = ChildProcess.Start(launch, directory);
            var ended = await child.WaitForExitAsync(BuildTimeout, cancellationToken);
            if (ended && child.ExitCode == 0)
            {
                return null;
            }

            await LogAsync(name, launch, child.Transcript);
            return ended
                ? $"\"{launch.Program}\" exited with {child.ExitCode}: {child.Transcript.Cause ?? "it printed nothing"}"
                : $"\"{launch.Program}\" took longer than {BuildTimeout.TotalMinutes:0} minutes";
        }
        catch (RunException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Builds a server if <paramref name="build"/> is true, and reads its version.</summary>
    public async Task<Availability> PrepareAsync(Contender contender, bool build, CancellationToken cancellationToken)
    {
        var directory = Path.Combine(root, contender.Directory);
        if (!Directory.Exists(directory))
        {
            return new($"{contender.Directory} does not exist", null);
        }

        foreach (var launch in build ? contender.Build : [])
        {
            if (await StepAsync(contender.Name, launch, directory, cancellationToken) is { } failure)
            {
                return new($"its build failed: {failure}", null);
            }
        }

        var missing = contender.Start.Arguments.Prepend(contender.Start.Program)
            .FirstOrDefault(part => IsBuilt(part) && !File.Exists(Path.GetFullPath(part, directory)));
        return missing is null
            ? new(null, await VersionAsync(contender, directory, cancellationToken))
            : new($"{contender.Directory}/{missing} does not exist", null);
    }

    private static bool IsBuilt(string part) =>
        !part.StartsWith('-') && !part.StartsWith('{') && part.Contains('/', StringComparison.Ordinal);

    private static async Task<string?> VersionAsync(Contender contender, string directory, CancellationToken cancellationToken)
    {
        if (contender.Version is not { } launch)
        {
            return null;
        }

        try
        {
            await using var child = ChildProcess.Start(launch, directory);
            return await child.WaitForExitAsync(VersionTimeout, cancellationToken) && child.ExitCode == 0
                ? await child.Lines.ReadAllAsync(cancellationToken).Select(line => line.Trim())
                    .FirstOrDefaultAsync(line => line.Length > 0, cancellationToken)
                : null;
        }
        catch (RunException)
        {
            return null;
        }
    }

    private async Task LogAsync(string name, Launch launch, Transcript transcript)
    {
        var directory = Directory.CreateDirectory(Path.Combine(output, "logs")).FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, $"build.{name}.txt"), $"{launch}\n\n{transcript}\n", CancellationToken.None);
    }
}
