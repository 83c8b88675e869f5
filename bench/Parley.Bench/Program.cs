using System.CommandLine;
using Parley.Bench;

var parsed = BenchCommand.Create().Parse(args);
if (parsed.Errors.Count == 0)
{
    // Ctrl-C cancels: the current run ends, and the report has what was measured so far.
    return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
}

await Console.Error.WriteLineAsync($"bench: {parsed.Errors[^1].Message} Try './eng/bench --help'.");
return BenchCommand.Usage;
