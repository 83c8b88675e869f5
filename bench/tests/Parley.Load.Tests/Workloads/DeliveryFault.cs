namespace Parley.Load.Tests.Workloads;

/// <summary>What a <see cref="FaultyServer"/> does wrong, once.</summary>
public enum DeliveryFault
{
    None,
    Lose,
    Repeat,
    Swap,
    LoseLast,
}
