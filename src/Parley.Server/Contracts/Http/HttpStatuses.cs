using Microsoft.AspNetCore.Http;
using Parley.Protocol;

namespace Parley.Server.Contracts.Http;

/// <summary>The HTTP status of each code.</summary>
internal static class HttpStatuses
{
    public static int ToHttpStatus(this ParleyCode code) => code switch
    {
        ParleyCode.Forbidden => StatusCodes.Status403Forbidden,
        ParleyCode.TimedOut => StatusCodes.Status408RequestTimeout,
        ParleyCode.CommandIdReused or ParleyCode.KindMismatch or ParleyCode.KindUnknown => StatusCodes.Status409Conflict,
        ParleyCode.BelowFloor => StatusCodes.Status410Gone,
        ParleyCode.SequenceMoved => StatusCodes.Status412PreconditionFailed,
        ParleyCode.TextTooLong => StatusCodes.Status413PayloadTooLarge,
        ParleyCode.Damaged => StatusCodes.Status500InternalServerError,
        ParleyCode.Unavailable or ParleyCode.Overloaded or ParleyCode.ShuttingDown => StatusCodes.Status503ServiceUnavailable,
        ParleyCode.StorageFull => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status400BadRequest,
    };
}
