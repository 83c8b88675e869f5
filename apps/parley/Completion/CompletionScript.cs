namespace Parley.Command.Completion;

/// <summary>
/// Scripts for shells. They ask the program for completions, with the directive <c>[suggest]</c> and the words up to the cursor without the
/// program's name, so that they never differ from it. Instead of files, the program prints a mark; see <see cref="FileCompletion"/>.
/// </summary>
internal static class CompletionScript
{
    private const string Bash = """
        # bash completion for parley. To use it now: eval "$(parley completion bash)"
        _parley() {
            local IFS=$' \t\n' items current=${COMP_WORDS[COMP_CWORD]} line="${COMP_WORDS[*]:1:COMP_CWORD}"
            items=$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
            case $items in
                :directory*) compopt -o dirnames ;;
                :file*) compopt -o default ;;
                *) mapfile -t COMPREPLY < <(compgen -W "$items" -- "$current") ;;
            esac
        }
        complete -F _parley parley

        """;

    private const string Zsh = """
        #compdef parley
        # zsh completion for parley. To use it now: eval "$(parley completion zsh)"
        _parley() {
            local items line="${(j: :)words[2,CURRENT]}"
            items=$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)
            case $items in
                :directory*) _files -/ ;;
                :file*) _files ;;
                *) compadd -- ${(f)items} ;;
            esac
        }
        compdef _parley parley

        """;

    private const string Fish = """
        # fish completion for parley. To use it now: parley completion fish | source
        function __parley_complete
            set -l words (commandline -opc) (commandline -ct)
            set -l line (string join -- ' ' $words[2..])
            set -l items ($words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
            if string match -q ':directory*' -- $items
                __fish_complete_directories (commandline -ct)
            else if string match -q ':file*' -- $items
                __fish_complete_path (commandline -ct)
            else
                printf '%s\n' $items
            end
        end
        complete -c parley -f -a '(__parley_complete)'

        """;

    /// <summary>The shells that there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script for a shell.</summary>
    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        _ => Fish,
    };
}
