using System.Reflection;
using Parley.Engine.Logs;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>A log of which one kind of call fails as a test wants.</summary>
public class FailingLog : DispatchProxy
{
    private IRoomLog? _log;

    /// <summary>The calls that fail begin with this name; all work while it is empty.</summary>
    public string Call { get; set; } = "";

    /// <summary>How they fail.</summary>
    public RoomLogFailure Failure { get; set; }

    /// <summary>Creates a log, and the handle that makes it fail.</summary>
    public static (IRoomLog Log, FailingLog Failing) Create(IRoomLog works)
    {
        var log = Create<IRoomLog, FailingLog>();
        var failing = (FailingLog)log;
        failing._log = works;
        return (log, failing);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Call.Length > 0 && targetMethod!.Name.StartsWith(Call, StringComparison.Ordinal)
            ? throw new RoomLogException(Failure, "The test wants it.")
            : targetMethod!.Invoke(_log, args);
}
