using Microsoft.AspNetCore.Connections;

namespace Parley.Server.Operations.Operator;

/// <summary>Marks the connections of the operator, so that the same paths on other ports do nothing.</summary>
internal sealed class OperatorConnection
{
    private static readonly OperatorConnection Mark = new();

    private OperatorConnection()
    {
    }

    /// <summary>Marks the connections of an endpoint.</summary>
    public static void MarkAll(IConnectionBuilder endPoint) => endPoint.Use(next => connection =>
    {
        connection.Features.Set(Mark);
        return next(connection);
    });
}
