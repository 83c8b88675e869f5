using Parley.Bench.Catalogue;

namespace Parley.Bench.Planning;

/// <summary>A server's part in a workload.</summary>
internal sealed record Entry(Workload Workload, Contender Contender, int Rounds);
