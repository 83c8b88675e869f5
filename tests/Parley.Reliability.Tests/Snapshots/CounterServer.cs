using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Faults;
using Parley.Testing;

namespace Parley.Reliability.Tests.Snapshots;

/// <summary>The sample server whose rooms are counters, with a snapshot after every few events.</summary>
internal sealed class CounterServer : IAsyncDisposable
{
    private const string Address = "Now listening on: ";

    private readonly GrpcChannel _channel;

    private CounterServer(TestProcess process, string address)
    {
        Process = process;
        _channel = GrpcChannel.ForAddress(address);
        Rooms = new RoomService.RoomServiceClient(_channel);
    }

    /// <summary>The process.</summary>
    public TestProcess Process { get; }

    /// <summary>A client of the room contract.</summary>
    public RoomService.RoomServiceClient Rooms { get; }

    /// <summary>Starts the server.</summary>
    /// <param name="directory">Its working directory, which has the log.</param>
    /// <param name="fault">What its writes to the disk suffer, in the words of strace; <c>null</c> for nothing.</param>
    public static async Task<CounterServer> StartAsync(string directory, string? fault = null)
    {
        string[] server = ["dotnet", Repository.CounterDll, "--port", "0", "--Parley:Snapshot:Events", "5"];
        var process = fault is null
            ? TestProcess.Start(server[0], server[1..], directory: directory)
            : DiskFault.Start(fault, server, directory);
        try
        {
            var line = await process.ReadLineAsync(Address);
            return new CounterServer(process, line[(line.IndexOf(Address, StringComparison.Ordinal) + Address.Length)..]);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a counter, unless it exists.</summary>
    public async Task CreateAsync(string room)
    {
        using var session = await SessionTester.GreetAsync(Rooms, "ada");
        await session.JoinAsync(new Join { Room = room, Create = new Create { Kind = "counter" } });
    }

    /// <summary>Posts to a counter.</summary>
    /// <returns>The sequence.</returns>
    /// <exception cref="RpcException">The post was refused.</exception>
    public async Task<long> PostAsync(string room, string commandId, string type, long number)
    {
        var data = ByteString.CopyFromUtf8(number.ToString(CultureInfo.InvariantCulture));
        var content = new Content { Custom = new Custom { Type = type, Data = data } };
        var request = new PostRequest { User = "ada", Room = room, CommandId = commandId, Content = content };
        return (await Rooms.PostAsync(request, deadline: DateTime.UtcNow + Deadline.Step)).Sequence;
    }

    /// <summary>Reads all events of a room.</summary>
    public async Task<List<Event>> ReadAsync(string room)
    {
        var events = new List<Event>();
        ListEventsResponse page;
        do
        {
            page = await Rooms.ListEventsAsync(new ListEventsRequest { Room = room, After = events.Count, PageSize = 1_000 });
            events.AddRange(page.Events);
        }
        while (page.Events.Count > 0);

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Process.DisposeAsync();
    }
}
