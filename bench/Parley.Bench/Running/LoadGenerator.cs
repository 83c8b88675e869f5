using Parley.Bench.Catalogue.Contenders;

namespace Parley.Bench.Running;

/// <summary>The program that puts servers under load.</summary>
/// <param name="Directory">The directory in which it is built, relative to the repository's root.</param>
/// <param name="Build">The program that builds it; null if it is built already.</param>
/// <param name="Start">The program that starts it in the repository's root; the load's arguments follow.</param>
internal sealed record LoadGenerator(string Directory, Launch? Build, Launch Start);
