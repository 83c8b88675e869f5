using Parley.Testing;

namespace Parley.Reliability.Tests.Backups;

/// <summary>A log, its backup, and a directory to restore it to. They are kept for inspection until the test has passed.</summary>
internal sealed class BackupFiles
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("parley-backups-");

    /// <summary>The data directory of the log.</summary>
    public string Data => Path.Combine(_parent.FullName, "data");

    /// <summary>The directory of the backup.</summary>
    public string Backup => Path.Combine(_parent.FullName, "backup");

    /// <summary>The data directory that the backup is restored to.</summary>
    public string Restored => Path.Combine(_parent.FullName, "restored");

    /// <summary>The path of a database.</summary>
    public static string Database(string directory) => Path.Combine(directory, "parley.db");

    /// <summary>Fills the data directory, which is then that of a stopped server.</summary>
    /// <returns>The number of events.</returns>
    public async Task<long> FillAsync(int rooms, int events)
    {
        using (var old = new OldLog(2, rooms, events))
        {
            await using var server = await ServerProcess.StartAsync(data: old.Directory);
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
            Directory.CreateDirectory(Data);
            File.Copy(Database(old.Directory), Database(Data));
        }

        return (long)rooms * events;
    }

    /// <summary>The command that backs up.</summary>
    public string[] BackupCommand() => [.. Repository.Parley, "backup", "--data", Data, "--to", Backup];

    /// <summary>The command that restores.</summary>
    public string[] RestoreCommand() => [.. Repository.Parley, "restore", "--data", Restored, "--from", Backup];

    /// <summary>Runs a command that must succeed.</summary>
    /// <returns>Its last line.</returns>
    public static async Task<string> RunAsync(string[] command)
    {
        await using var process = TestProcess.Start(command[0], command[1..]);
        await process.SucceedAsync();
        return (await process.ReadToEndAsync())[^1];
    }

    /// <summary>Deletes everything. Called at the end of a test that passed.</summary>
    public void Delete() => _parent.Delete(recursive: true);
}
