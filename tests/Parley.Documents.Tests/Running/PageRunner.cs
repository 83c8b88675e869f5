using Parley.Documents.Tests.Pages;

namespace Parley.Documents.Tests.Running;

/// <summary>Does what a page asks its reader to do. Disposing this object ends everything that it started.</summary>
internal sealed class PageRunner : IDisposable
{
    private readonly Stack<ShellProcess> _running = new();
    private readonly List<ShellProcess> _all = [];
    private readonly DocumentWorkspace _workspace;

    /// <summary>Makes a directory for a page.</summary>
    public PageRunner(DocumentWorkspace workspace)
    {
        _workspace = workspace;
        _workspace.BeginPage();
    }

    /// <summary>Takes every step of the page, then interrupts what still runs.</summary>
    public async Task RunAsync(ShellPage page)
    {
        foreach (var step in page.Steps)
        {
            switch (step)
            {
                case ShellLine line:
                    await RunAsync(line);
                    break;
                case FileChange change:
                    change.Apply(ReadDirectory());
                    break;
                case Interrupt:
                    await _running.Pop().InterruptAsync();
                    break;
            }
        }

        while (_running.TryPop(out var process))
        {
            await process.InterruptAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _workspace.EndPage();
        _all.ForEach(process => process.Dispose());
    }

    private async Task RunAsync(ShellLine line)
    {
        var process = ShellProcess.Start(
            line, _workspace.Localize(line.Text), ReadDirectory(), _workspace.DirectoryFile, _workspace.Environment);
        _all.Add(process);
        await process.ExpectAsync(new ExpectedOutput(line.Output.Select(_workspace.Localize)));
        if (line.RunsOn)
        {
            _running.Push(process);
        }
    }

    private string ReadDirectory() => File.ReadAllText(_workspace.DirectoryFile).TrimEnd('\n');
}
