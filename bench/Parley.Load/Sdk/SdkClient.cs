using System.Diagnostics;
using System.Globalization;
using Parley.Client;
using Parley.Load.Workloads;

namespace Parley.Load.Sdk;

/// <summary>What the workloads of the client have in common.</summary>
internal static class SdkClient
{
    /// <summary>Something no other run has in its rooms' names.</summary>
    public static string NewName(string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{Environment.ProcessId}-{Stopwatch.GetTimestamp():x}");

    /// <summary>A client as an application would have it: with the defaults.</summary>
    public static async Task<ParleyClient> ConnectAsync(WorkloadOptions workload, string user)
    {
        try
        {
            return await ParleyClient.ConnectAsync($"http://{workload.Server}", new() { User = user });
        }
        catch (ParleyException exception)
        {
            throw new LoadException(exception.Message);
        }
    }
}
