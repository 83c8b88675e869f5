using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Parley.Load.Protocols;
using Parley.Load.Sockets.Tls;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary>The options of every workload.</summary>
internal static class CommonOptions
{
    /// <summary>The protocol of the .NET client, which speaks no other.</summary>
    private const string ClientProtocol = "session";

    public static readonly Option<bool> Json = new("--json") { Description = "Also print the result as a last line of JSON." };

    public static readonly Option<int> Text = Count(
        "--text", 100, ChatText.MinBytes, "BYTES", "Length of a text. The first 32 bytes are needed to check it.");

    private static readonly Option<double> WarmUp = Seconds("--warmup", 3, "Load before measuring.");

    private static readonly Option<double> Measured = Seconds("--seconds", 5, "How long to measure.");

    public static readonly Option<IPEndPoint> Server = new("--server")
    {
        Description = "The server to measure.",
        HelpName = "IP:PORT",
        Required = true,
        CustomParser = ParseEndPoint,
    };

    public static readonly Option<TlsTrust?> Tls = new("--tls")
    {
        Description = "Use TLS 1.3 and accept only the certificate in this PEM file; grpc and session only.",
        HelpName = "FILE",
        CustomParser = ParseTrust,
    };

    private static readonly Option<int> Process = Required("--process", "PID", "The server's process id; its CPU and memory are measured.");

    private static readonly Option<string> Protocol = CreateProtocol();

    public static Option<int> Count(string name, int defaultValue, int min, string unit, string description, int max = int.MaxValue)
    {
        var option = new Option<int>(name) { Description = description, HelpName = unit, DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result => Check(result, value => value >= min, $"{name} is at least {min}."));
        option.Validators.Add(result => Check(result, value => value <= max, $"{name} is at most {max:N0}."));
        return option;
    }

    public static Option<double> Seconds(string name, double defaultValue, string description)
    {
        var option = new Option<double>(name)
        {
            Description = description,
            HelpName = "SECONDS",
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0)
                {
                    return value;
                }

                result.AddError($"{name} is a number of seconds.");
                return 0;
            },
        };
        return option;
    }

    public static void AddTo(Command command, bool hasWarmUp, bool hasSeconds, bool hasProtocol = true)
    {
        command.Options.Add(Server);
        command.Options.Add(Process);
        command.Options.Add(Json);
        if (hasProtocol)
        {
            command.Options.Add(Protocol);
            command.Options.Add(Tls);
            command.Validators.Add(CheckTls);
        }

        if (hasWarmUp)
        {
            command.Options.Add(WarmUp);
        }

        if (hasSeconds)
        {
            command.Options.Add(Measured);
        }
    }

    public static WorkloadOptions Read(ParseResult parsed) => new()
    {
        Workload = parsed.CommandResult.Command.Name,
        Server = parsed.GetRequiredValue(Server),
        Process = parsed.GetRequiredValue(Process),
        Protocol = ProtocolNames.Create(parsed.GetValue(Protocol) ?? ClientProtocol),
        Tls = parsed.GetValue(Tls),
        WarmUp = parsed.GetValue(WarmUp),
        Seconds = parsed.GetValue(Measured),
    };

    private static Option<int> Required(string name, string unit, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = unit, Required = true };
        option.Validators.Add(result => Check(result, value => value > 0, $"{name} is at least 1."));
        return option;
    }

    private static Option<string> CreateProtocol()
    {
        var option = new Option<string>("--protocol")
        {
            Description = "The protocol to speak.",
            DefaultValueFactory = _ => ProtocolNames.All[0],
        };
        return option.AcceptOnlyFromAmong([.. ProtocolNames.All]);
    }

    private static IPEndPoint? ParseEndPoint(ArgumentResult result)
    {
        if (IPEndPoint.TryParse(result.Tokens[0].Value, out var endPoint)
            && endPoint is { Port: > 0, AddressFamily: AddressFamily.InterNetwork })
        {
            return endPoint;
        }

        result.AddError("--server is an IPv4 address and a port: 127.0.0.1:50051");
        return null;
    }

    private static TlsTrust? ParseTrust(ArgumentResult result)
    {
        try
        {
            return TlsTrust.Read(result.Tokens[0].Value);
        }
        catch (LoadException exception)
        {
            result.AddError($"--tls: {exception.Message}");
            return null;
        }
    }

    private static void CheckTls(CommandResult result)
    {
        if (result.GetResult(Tls) is { Implicit: false }
            && result.GetValue(Protocol) is { } protocol && !ProtocolNames.Create(protocol).HasTls)
        {
            result.AddError($"{protocol} has no TLS; --tls is for grpc and session.");
        }
    }

    private static void Check(OptionResult result, Predicate<int> isValid, string message)
    {
        // The parser itself reports what is not a number.
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value)
            && !isValid(value))
        {
            result.AddError(message);
        }
    }
}
