namespace Parley.Storage.Sqlite.Verifying;

/// <summary>The first problems of a log; later ones are only counted.</summary>
internal sealed class ProblemList
{
    private const int MaxProblems = 20;

    private readonly List<string> _first = [];

    public IReadOnlyList<string> First => _first;

    /// <summary>How many problems there are beyond <see cref="First"/>.</summary>
    public long More { get; private set; }

    public void Add(string problem)
    {
        if (_first.Count < MaxProblems)
        {
            _first.Add(problem);
        }
        else
        {
            More++;
        }
    }
}
