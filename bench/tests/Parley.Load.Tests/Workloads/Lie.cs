namespace Parley.Load.Tests.Workloads;

/// <summary>What a server does wrong, once.</summary>
public enum Lie
{
    None,
    Lose,
    Repeat,
    Swap,
    LoseTheLast,
}
