using Parley.Bench.Catalogue.Targets;
using Parley.Bench.Measuring;
using Parley.Bench.Reporting;

namespace Parley.Bench.Tests.Measuring;

public sealed class JudgeTests
{
    [Theory]
    [InlineData(19.9, VerdictKind.Missed)]
    [InlineData(20, VerdictKind.Reached)]
    [InlineData(30, VerdictKind.Reached)]
    internal void Evaluate_AtLeast_IsReachedFromTheLimitUp(double parley, VerdictKind expected) =>
        Assert.Equal(expected, Evaluate(Samples.TwiceGo, Samples.Run("parley", 1, parley), Samples.Run("go", 1, 10)).Kind);

    [Theory]
    [InlineData(20.1, VerdictKind.Missed)]
    [InlineData(20, VerdictKind.Reached)]
    internal void Evaluate_AtMost_IsReachedUpToTheLimit(double parley, VerdictKind expected) => Assert.Equal(
        expected, Evaluate(Samples.TwiceGo with { Bound = Bound.AtMost }, Samples.Run("parley", 1, parley), Samples.Run("go", 1, 10)).Kind);

    [Fact]
    public void Evaluate_OtherWorkload_ComparesParleyWithItself()
    {
        var target = Samples.TwiceGo with { Kind = TargetKind.MoreThanOtherWorkload, Against = "W9", Bound = Bound.AtMost, Limit = 32 };

        var verdict = Evaluate(target, Samples.Run("parley", 1, 130), Samples.Run("parley", 1, 100, "W9"));

        Assert.Equal((VerdictKind.Reached, 30), (verdict.Kind, verdict.Value!.Value.Median));
    }

    [Fact]
    public void Evaluate_OtherSubject_ComparesItWithParley()
    {
        var target = Samples.TwiceGo with { Subject = "go", Against = "parley", Limit = 0.9 };

        var verdict = Evaluate(target, Samples.Run("parley", 1, 100), Samples.Run("go", 1, 95));

        Assert.Equal((VerdictKind.Reached, 0.95), (verdict.Kind, verdict.Value!.Value.Median));
        Assert.Equal("Deliveries/s of go ≥ 0.90 × parley's", TargetText.Describe(target));
    }

    [Fact]
    public void Evaluate_MissingPeer_IsNotMeasured()
    {
        var verdict = Evaluate(
            Samples.TwiceGo, Samples.Run("parley", 1, 100), Samples.Without("go", 1, Outcome.NotAvailable, "not available: no compiler"));

        Assert.Equal((VerdictKind.NotMeasured, "go in W1-100: not available: no compiler"), (verdict.Kind, verdict.Reason));
    }

    [Fact]
    public void Evaluate_GeneratorLimit_IsNotMeasured()
    {
        var verdict = Evaluate(
            Samples.TwiceGo,
            Samples.Run("parley", 1, 100),
            Samples.Run("go", 1, 1) with { Outcome = Outcome.GeneratorLimit, Reason = "the generator was busy" });

        Assert.Equal((VerdictKind.NotMeasured, "go in W1-100: the generator was busy"), (verdict.Kind, verdict.Reason));
    }

    [Fact]
    public void Evaluate_NotRun_IsNotMeasured() =>
        Assert.Equal("parley in W1-100 was not run", Evaluate(Samples.TwiceGo, Samples.Run("go", 1, 10)).Reason);

    private static Verdict Evaluate(Target target, params RunResult[] runs) => new Judge(Samples.Results(runs)).Evaluate(target);
}
