using Parley.Bench.Catalogue;

namespace Parley.Bench.Running;

/// <summary>The program that puts servers under load.</summary>
/// <param name="Directory">Where it is built, seen from the repository's root.</param>
/// <param name="Build">What builds it; null if it is there.</param>
/// <param name="Start">What starts it, from the repository's root; the load's arguments follow.</param>
internal sealed record LoadGenerator(string Directory, Launch? Build, Launch Start);
