namespace Parley.Storage.Sqlite;

/// <summary>The first problems of a log; those after them are only counted.</summary>
internal sealed class ProblemList(int most)
{
    private readonly List<string> _first = [];

    public IReadOnlyList<string> First => _first;

    /// <summary>How many there are beside <see cref="First"/>.</summary>
    public long More { get; private set; }

    public void Add(string problem)
    {
        if (_first.Count < most)
        {
            _first.Add(problem);
        }
        else
        {
            More++;
        }
    }
}
