using Parley.Load.Protocols;
using Parley.Load.Workloads;

namespace Parley.Load.Tests.Workloads;

/// <summary>A stream that accepts messages unless the test blocks it.</summary>
internal sealed class FakeStream : IChatStream
{
    public bool IsBlocked { get; set; }

    public List<int> Numbers { get; } = [];

    public List<long> Stamps { get; } = [];

    public bool TrySend(ReadOnlySpan<byte> text)
    {
        if (!IsBlocked)
        {
            Numbers.Add(ChatText.Number(text));
            Stamps.Add(ChatText.SentAt(text));
        }

        return !IsBlocked;
    }
}
