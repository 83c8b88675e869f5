namespace Parley.Command.Execution;

/// <summary>The environment variable NO_COLOR: with any value that is not empty, nothing is printed in colour.</summary>
internal static class NoColor
{
    private const string Variable = "NO_COLOR";

    /// <summary>Removes the variable if it is empty. The libraries that print colours look only whether it is set.</summary>
    public static void Normalize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is "")
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }
}
