using System.Globalization;

/// <summary>
/// Runs inside a server under test, before the server's own code, if <c>DOTNET_STARTUP_HOOKS</c> names this assembly. It answers every line
/// on standard input with the number of bytes that the process has allocated. It uses only the runtime's own libraries.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize() => new Thread(Answer) { IsBackground = true, Name = "allocated bytes" }.Start();

    private static void Answer()
    {
        while (Console.In.ReadLine() is not null)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"allocated {GC.GetTotalAllocatedBytes(precise: true)}"));
        }
    }
}
