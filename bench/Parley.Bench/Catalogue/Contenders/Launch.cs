namespace Parley.Bench.Catalogue.Contenders;

/// <summary>A program and its arguments; <c>{data}</c> in an argument stands for the run's own directory.</summary>
internal sealed record Launch(string Program, params string[] Arguments)
{
    /// <summary>The same program with the directory filled in.</summary>
    public Launch WithData(string directory) =>
        this with { Arguments = [.. Arguments.Select(argument => argument.Replace("{data}", directory, StringComparison.Ordinal))] };

    public override string ToString() => string.Join(' ', [Program, .. Arguments]);
}
