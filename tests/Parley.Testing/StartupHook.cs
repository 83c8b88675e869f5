using System.Globalization;

/// <summary>
/// Runs inside a server under test, before its own code, where <c>DOTNET_STARTUP_HOOKS</c> names this assembly: every line on standard
/// input is answered with the bytes that the process has allocated. It uses nothing but the runtime's own library.
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
