namespace Parley.Bench.Planning;

/// <summary>A server that was asked for and cannot run a workload.</summary>
internal sealed record Exclusion(string Workload, string Contender, string Reason);
