namespace Parley.Reliability.Tests.Checking;

/// <summary>What one stream received, in order. For one caller at a time.</summary>
internal sealed class ReaderLog(string name)
{
    public string Name => name;

    public List<Said> Heard { get; } = [];
}
