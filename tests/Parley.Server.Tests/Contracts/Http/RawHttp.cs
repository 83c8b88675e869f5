using System.Net.Sockets;
using System.Text;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>Requests that no client library would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends bytes as they are.</summary>
    /// <param name="address">The address of the server.</param>
    /// <param name="request">The request, in Latin-1. It asks the server to close the connection, or breaks it.</param>
    /// <returns>Everything that the server sends until it closes the connection.</returns>
    public static async Task<string> ExchangeAsync(string address, string request)
    {
        using var connection = new TcpClient(AddressFamily.InterNetwork);
        await connection.ConnectAsync("127.0.0.1", new Uri(address).Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync().Within("the answer");
    }

    /// <summary>Sends a request for a target that is written as it is.</summary>
    public static Task<string> GetAsync(string address, string target, string host = "localhost") =>
        ExchangeAsync(address, $"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
}
