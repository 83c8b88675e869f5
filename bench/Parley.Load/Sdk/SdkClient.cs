using System.Diagnostics;
using System.Globalization;
using Parley.Client;
using Parley.Load.Workloads;

namespace Parley.Load.Sdk;

/// <summary>What all workloads of the .NET client have in common.</summary>
internal static class SdkClient
{
    /// <summary>A room name that no other run uses.</summary>
    public static string NewName(string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{Environment.ProcessId}-{Stopwatch.GetTimestamp():x}");

    /// <summary>Connects a client with default options, as an application would.</summary>
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
