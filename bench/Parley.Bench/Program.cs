using System.CommandLine;
using Parley.Bench;

// Ctrl-C cancels: the run that is on is ended, and the report tells what there is.
return await BenchCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
