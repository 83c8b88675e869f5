namespace Parley.Documents.Tests.Pages;

/// <summary>A <c>diff</c> block: a change to the file that the page named last.</summary>
/// <param name="Line">The line of the page it begins in.</param>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Before">Lines that the file must have, one below the other. None means a new file.</param>
/// <param name="After">Lines that take their place.</param>
internal sealed record FileChange(int Line, string File, IReadOnlyList<string> Before, IReadOnlyList<string> After) : PageStep(Line)
{
    /// <summary>Changes the file below <paramref name="root"/>.</summary>
    /// <exception cref="InvalidOperationException">The file does not have these lines exactly once.</exception>
    /// <exception cref="IOException">The new file exists already.</exception>
    public void Apply(string root)
    {
        var path = Path.Combine(root, File);
        if (Before.Count == 0)
        {
            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew));
            file.Write(Text(After));
            return;
        }

        var parts = System.IO.File.ReadAllText(path).Split(Text(Before));
        if (parts.Length != 2)
        {
            throw new InvalidOperationException($"{File} has these lines {parts.Length - 1} times:\n{Text(Before)}");
        }

        System.IO.File.WriteAllText(path, string.Join(Text(After), parts));
    }

    private static string Text(IReadOnlyList<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));
}
