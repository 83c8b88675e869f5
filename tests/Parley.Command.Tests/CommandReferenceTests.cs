using Parley.Command.Execution;

namespace Parley.Command.Tests;

public sealed class CommandReferenceTests
{
    /// <summary>The engine and the storage are missing on purpose: the command reaches them only through the server.</summary>
    private static readonly HashSet<string> Allowed = ["Parley.Client", "Parley.Protocol", "Parley.Protocol.Grpc", "Parley.Server"];

    [Fact]
    public void Command_UsesOfParley_OnlyServerClientAndProtocol()
    {
        var references = typeof(CommandRunner).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Parley.", StringComparison.Ordinal)).ToHashSet();

        Assert.Contains("Parley.Server", references);
        Assert.Subset(Allowed, references);
    }
}
