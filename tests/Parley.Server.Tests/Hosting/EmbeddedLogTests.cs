using Microsoft.Extensions.DependencyInjection;
using Parley.Storage;

namespace Parley.Server.Tests.Hosting;

/// <summary>The log of a host that embeds Parley.</summary>
public sealed class EmbeddedLogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("parley-test-").FullName;

    [Fact]
    public async Task Start_MissingDirectory_CreatesItForItsOwnerOnly()
    {
        var data = Path.Combine(_directory, "new", "data");

        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseSqlite(data));

        Assert.True(File.Exists(Path.Combine(data, "parley.db")));
        Assert.True(
            OperatingSystem.IsWindows()
            || File.GetUnixFileMode(data) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task Start_LogThatCannotBeOpened_Fails()
    {
        var file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "");

        var refused = await Assert.ThrowsAsync<LogOpenException>(
            () => EmbeddedServer.StartAsync(parley => parley.UseSqlite(Path.Combine(file, "data"))));

        Assert.Contains("cannot be written", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
