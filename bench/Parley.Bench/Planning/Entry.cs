using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Workloads;

namespace Parley.Bench.Planning;

/// <summary>A server that runs a workload for a number of rounds.</summary>
internal sealed record Entry(Workload Workload, Contender Contender, int Rounds);
