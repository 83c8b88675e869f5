namespace Parley.Bench.Measuring;

/// <summary>What became of a run.</summary>
internal enum Outcome
{
    /// <summary>Its figures count.</summary>
    Measured,

    /// <summary>The load generator was busier than the server: the server could do more, so the figures are not the server's.</summary>
    GeneratorLimit,

    /// <summary>Messages were lost, doubled or out of order.</summary>
    Faults,

    /// <summary>The server or the load generator did not do its work.</summary>
    Failed,

    /// <summary>The server is not on this machine.</summary>
    NotAvailable,

    /// <summary>Its turn did not come.</summary>
    NotRun,
}
