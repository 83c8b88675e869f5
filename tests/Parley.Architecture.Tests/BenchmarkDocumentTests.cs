using Parley.Testing;

namespace Parley.Architecture.Tests;

public sealed class BenchmarkDocumentTests
{
    private const int MaxLines = 100;

    [Fact]
    public void Benchmarks_Page_IsShort() =>
        Assert.InRange(File.ReadLines(Repository.At("docs", "benchmarks.md")).Count(), 1, MaxLines);
}
