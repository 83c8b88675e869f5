using System.CommandLine;
using Parley.Command.Execution;
using Parley.Server.Hosting;
using Parley.Server.Hosting.Settings;

namespace Parley.Command.Serve;

/// <summary><c>parley serve</c>: runs the server until it is stopped.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Bind = new("--bind")
    {
        Description = "Address to listen on: localhost, an IP address of this machine, or * for all. [default: localhost]",
        HelpName = "ADDRESS",
    };

    private static readonly Option<string> GrpcPort = new("--grpc-port")
    {
        Description = "Port for gRPC; 0 picks a free one. [default: 50051]",
        HelpName = "PORT",
    };

    private static readonly Option<string> WebPort = new("--web-port")
    {
        Description = "Port for the start page and /healthz; 0 picks a free one. [default: 8080]",
        HelpName = "PORT",
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Directory for the log; :memory: stores nothing on disk. [default: parley-data]",
        HelpName = "DIR",
    };

    private static readonly Option<string> TlsCertificate = new("--tls-certificate")
    {
        Description = "PEM file with the certificate or chain for TLS on both ports. [default: cleartext]",
        HelpName = "FILE",
    };

    private static readonly Option<string> TlsKey = new("--tls-key")
    {
        Description = "PEM file with the certificate's private key.",
        HelpName = "FILE",
    };

    private static readonly Option<string[]> Keep = new("--keep")
    {
        Description = "What rooms keep, such as 'audit-*=forever' or '*=90d,5000events,10GiB'; repeatable, the first match counts. " +
            "[default: everything]",
        HelpName = "PATTERN=LIMITS",
    };

    private static readonly Option<string[]> AllowedOrigin = new("--allowed-origin")
    {
        Description = "Origin of pages that may connect from a browser, such as https://chat.example.com; repeatable, * allows any. " +
            "[default: only the server's own]",
        HelpName = "ORIGIN",
    };

    private static readonly Option<string> Config = new("--config")
    {
        Description = "JSON file with settings. [env: PARLEY_CONFIG] [default: parley.json, if it is there]",
        HelpName = "FILE",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("serve", "Run the server.")
        {
            Bind, GrpcPort, WebPort, Data, TlsCertificate, TlsKey, Keep, AllowedOrigin, Config,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        // Before anything else, so that a server can be stopped while it starts.
        using var interrupt = new InterruptHandler();
        try
        {
            await using var server = await StartAsync(parsed, interrupt.CancellationToken);
            if (server is not null)
            {
                TryAnnounce(server);
                await server.WaitForShutdownAsync(interrupt.CancellationToken);
            }

            return ExitCode.Success;
        }
        catch (StartupException exception)
        {
            ErrorOutput.WriteLine(exception.Message);
            return exception.IsUsage ? ExitCode.Usage : ExitCode.Failure;
        }
        catch (Exception exception) when (exception is OperationCanceledException
            or AggregateException { InnerException: OperationCanceledException })
        {
            ErrorOutput.WriteLine("the server could not close everything in time. What it has acknowledged is stored.");
            return ExitCode.Failure;
        }
    }

    /// <returns>The running server; <c>null</c> if it was asked to stop meanwhile.</returns>
    private static async Task<StandaloneServer?> StartAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        StandaloneServer? server = null;
        try
        {
            // Opening a large log can take long. If that is given up, it ends with the process, which harms the log no more than a crash.
            server = await Task.Run(() => StandaloneServer.Create(Settings(parsed), parsed.GetValue(Config)), CancellationToken.None)
                .WaitAsync(cancellationToken);
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch (Exception exception)
        {
            await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
            if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            throw;
        }
    }

    /// <summary>What was given, by option.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Settings(ParseResult parsed)
    {
        var settings = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var option in (Option<string>[])[Bind, GrpcPort, WebPort, Data, TlsCertificate, TlsKey])
        {
            if (parsed.GetValue(option) is { } value)
            {
                settings[option.Name] = [value];
            }
        }

        foreach (var option in (Option<string[]>[])[Keep, AllowedOrigin])
        {
            if (parsed.GetValue(option) is { Length: > 0 } values)
            {
                settings[option.Name] = values;
            }
        }

        return settings;
    }

    // The server serves whether or not somebody can read where.
    private static void TryAnnounce(StandaloneServer server)
    {
        try
        {
            Announce(server);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ErrorOutput.WriteLine($"the server runs, but its addresses cannot be printed: {exception.Message}");
        }
    }

    private static void Announce(StandaloneServer server)
    {
        Console.WriteLine($"gRPC {server.GrpcAddress}");
        Console.WriteLine($"web  {server.WebAddress}");
        Console.WriteLine(server.DataDirectory is { } directory
            ? $"data {directory}"
            : "data in memory: nothing survives a restart");
        if (!server.IsLoopback)
        {
            ErrorOutput.WriteLine(server.IsTls
                ? "other machines can connect under any name; put a proxy with authentication in front."
                : "other machines can connect, in cleartext and under any name; put a proxy with TLS in front.");
        }
    }
}
