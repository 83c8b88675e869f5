using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Parley.Testing;

namespace Parley.Documents.Tests.Running;

/// <summary>
/// Where pages are run: a directory with the repository as it is now, committed, with the command <c>parley</c> on the path, and with two
/// ports in the place of 50051 and 8080. One page at a time.
/// </summary>
public sealed partial class DocumentWorkspace : IAsyncLifetime
{
    private const string Mark = "DOCUMENTS_WORKSPACE";

    // Variables that belong to the test run, or would change what a line means.
    private static readonly string[] NotPassedOn =
        ["MSBUILD", "TESTINGPLATFORM", "DOTNET_CLI_TEST", "DOTNET_ENVIRONMENT", "PARLEY_", "XUNIT"];

    private readonly string _root = Directory.CreateTempSubdirectory("parley-documents-").FullName;
    private readonly int _grpcPort = LowPort.Find();
    private readonly int _webPort;
    private readonly Dictionary<string, string?> _environment = [];

    /// <summary>Chooses ports.</summary>
    public DocumentWorkspace()
    {
        do
        {
            _webPort = LowPort.Find();
        }
        while (_webPort == _grpcPort);
    }

    /// <summary>Where a page begins. Empty at its start.</summary>
    internal string Page => Path.Combine(_root, "page");

    /// <summary>The file in which a shell line leaves its directory for the next one.</summary>
    internal string DirectoryFile => Path.Combine(_root, "directory");

    /// <summary>The environment of shell lines.</summary>
    internal IReadOnlyDictionary<string, string?> Environment => _environment;

    private string Clone => Path.Combine(Page, "parley");

    private string KeptClone => Path.Combine(_root, "clone");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        foreach (var folder in (string[])["bin", "tmp"])
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }

        FillEnvironment();
        WriteProgram("parley", $"""exec {string.Join(' ', Repository.Parley.Select(word => $"'{word}'"))} "$@" """);

        // Projects that were built by an earlier page need not be built again: the next page gets that page's clone, as if it were new.
        WriteProgram("clone-repository", $"""
            if [ -d '{KeptClone}' ]; then
                mv '{KeptClone}' "$1"
                git -C "$1" reset --quiet --hard origin/main
                git -C "$1" clean --quiet -dfx --exclude bin --exclude obj --exclude build
            else
                git clone --quiet '{_root}/repository' "$1"
            fi
            """);

        // The programs of samples and clients have no variable for the port. Only files that are not ignored get into the copy.
        await RunAsync($"""
            chmod +x bin/*
            git init --quiet --initial-branch main repository
            copy() (export GIT_DIR='{_root}/repository/.git'; git --work-tree="$1" "$2" "$3")
            copy '{Repository.Root}' add --all
            copy '{Repository.Root}' commit --message=Repository --quiet
            copy '{_root}/repository' reset --hard --quiet
            cd repository
            git grep --files-with-matches --word-regexp 50051 -- clients samples | xargs sed --in-place 's/\b50051\b/{_grpcPort}/g'
            git commit --quiet --all --message Port
            """);
    }

    /// <summary>Makes the directory of a page.</summary>
    internal void BeginPage()
    {
        Directory.CreateDirectory(Page);
        File.WriteAllText(DirectoryFile, Page);
    }

    /// <summary>Ends every process of a page and deletes what it left.</summary>
    internal void EndPage()
    {
        MarkedProcesses.Kill(Mark, _root);
        if (Directory.Exists(Clone))
        {
            Directory.Move(Clone, KeptClone);
        }

        Directory.Delete(Page, recursive: true);
    }

    /// <summary>A page's text with the values that apply here: the ports, and the repository to clone.</summary>
    internal string Localize(string text)
    {
        var withPorts = Port().Replace(text, port => $"{(port.Value == "8080" ? _webPort : _grpcPort)}");
        return withPorts.Replace("git clone <this repository>", "clone-repository", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        MarkedProcesses.Kill(Mark, _root);
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private void FillEnvironment()
    {
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!NotPassedOn.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            {
                _environment[name] = (string?)variable.Value;
            }
        }

        var ours = new Dictionary<string, string>
        {
            [Mark] = _root,
            ["PATH"] = $"{_root}/bin:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["TMPDIR"] = $"{_root}/tmp",
            ["LC_ALL"] = "C.UTF-8",
            ["SHELL"] = "/bin/bash",
            ["TERM"] = "xterm",
            ["PARLEY_GRPC_PORT"] = _grpcPort.ToString(CultureInfo.InvariantCulture),
            ["PARLEY_WEB_PORT"] = _webPort.ToString(CultureInfo.InvariantCulture),
            ["PARLEY_SERVER"] = $"http://localhost:{_grpcPort}",

            // One configuration, so that `dotnet publish` and `dotnet run` share what they build. The only build server is the
            // compiler's: it makes the later builds of a page quick, and ends with the page.
            ["Configuration"] = "Release",
            ["UseSharedCompilation"] = "true",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["DOTNET_NOLOGO"] = "1",

            // A committer, and none of the user's settings, which may ask for signatures.
            ["GIT_AUTHOR_NAME"] = "Ada",
            ["GIT_AUTHOR_EMAIL"] = "ada@localhost",
            ["GIT_COMMITTER_NAME"] = "Ada",
            ["GIT_COMMITTER_EMAIL"] = "ada@localhost",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        };
        foreach (var (name, value) in ours)
        {
            _environment[name] = value;
        }
    }

    private void WriteProgram(string name, string script) =>
        File.WriteAllText(Path.Combine(_root, "bin", name), $"#!/bin/bash\nset -e\n{script}\n");

    private async Task RunAsync(string script)
    {
        await using var bash = TestProcess.Start("bash", ["-euc", script], _environment, _root);
        await bash.SucceedAsync();
    }

    [GeneratedRegex(@"\b(?:50051|8080)\b")]
    private static partial Regex Port();
}
