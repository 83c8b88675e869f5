using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>Completion in real shells, with Tab on a terminal.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-completion-");

    public CompletionTests()
    {
        var program = Path.Combine(_directory.FullName, "parley");
        File.WriteAllText(program, $"#!/bin/sh\nexec {string.Join(' ', Repository.Parley.Select(word => $"'{word}'"))} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _directory.CreateSubdirectory("some-directory");
        File.WriteAllText(Path.Combine(_directory.FullName, "some-file"), "");
    }

    public static TheoryData<string, string> Lines => new MatrixTheoryData<string, string>(
        ["bash", "zsh", "fish"],
        [
            "parley hi|story",
            "parley serve --tls-c|ertificate",
            "parley send --user ada --ro|om",
            "parley serve --tls-key some-f|ile",
            "parley verify --data some-|directory/",
            "parley completion f|ish",
        ]);

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Tab_InAShell_CompletesTheLine(string shell, string line)
    {
        Toolchain.Require(shell, () => Toolchain.Runs(shell, "--version"));
        await using var window = await TerminalWindow.OpenAsync();
        await window.TypeAsync($"cd {_directory.FullName}; PATH=$PWD:$PATH HOME=$PWD {Start(shell)}");
        await window.PressAsync("Enter");
        await window.TypeAsync(shell switch
        {
            "zsh" => "autoload -U compinit; compinit -u; PS1='ready> '; eval \"$(parley completion zsh)\"; clear",
            "fish" => "function fish_prompt; echo 'ready> '; end; parley completion fish | source; clear",
            _ => "unset HISTFILE; PS1='ready> '; eval \"$(parley completion bash)\"; clear",
        });
        await window.PressAsync("Enter");
        await window.UntilAsync("the prompt alone", screen => screen.Trim() == "ready>");

        await window.TypeAsync(line.Split('|')[0]);
        await window.PressAsync("Tab");

        await window.UntilAsync(line.Replace("|", "", StringComparison.Ordinal));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static string Start(string shell) => shell switch
    {
        "bash" => "bash --norc",
        "zsh" => "zsh -f",
        _ => "fish --no-config",
    };
}
