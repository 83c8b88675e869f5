namespace Parley.Bench.Planning;

/// <summary>A requested server that cannot run a workload.</summary>
internal sealed record Exclusion(string Workload, string Contender, string Reason);
