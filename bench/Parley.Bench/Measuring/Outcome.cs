namespace Parley.Bench.Measuring;

/// <summary>How a run ended.</summary>
internal enum Outcome
{
    /// <summary>Its figures count.</summary>
    Measured,

    /// <summary>The load generator was the limit: the server can do more than the figures show.</summary>
    GeneratorLimit,

    /// <summary>Messages were lost, duplicated or out of order.</summary>
    Faults,

    /// <summary>The server or the load generator failed.</summary>
    Failed,

    /// <summary>The server cannot be started on this machine.</summary>
    NotAvailable,

    /// <summary>It was not started.</summary>
    NotRun,
}
