namespace Parley.Reliability.Tests.Checking;

/// <summary>What one stream, or one client that resumes, has received, in order. For one caller at a time.</summary>
internal sealed class ReaderRecord(string name)
{
    public string Name => name;

    public List<TextMessage> Received { get; } = [];
}
