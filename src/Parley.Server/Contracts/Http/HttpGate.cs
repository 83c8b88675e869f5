using Microsoft.AspNetCore.Http;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Server.Contracts.Web;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Http;

/// <summary>
/// What every path has in common: which pages may use it, how browsers ask for permission, and how a refusal is answered.
/// </summary>
internal sealed class HttpGate(OriginPolicy origins)
{
    private const string AllowedHeaders = "content-type, last-event-id";

    // Seconds that a browser remembers the permission.
    private const string PermissionAge = "600";

    /// <summary>Guards a path.</summary>
    /// <param name="method">The one method that it has.</param>
    /// <param name="answer">Answers that method. What it throws becomes the answer.</param>
    public RequestDelegate Guard(string method, RequestDelegate answer) => http => AnswerAsync(http, async () =>
    {
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            Permit(http, method);
        }
        else if (http.Request.Method == method)
        {
            await answer(http);
        }
        else
        {
            http.Response.Headers.Allow = Methods(method);
            throw new HttpRefusedException(StatusCodes.Status405MethodNotAllowed, $"{http.Request.Path} has the method {method} only.");
        }
    });

    /// <summary>Answers a request for a path that does not exist.</summary>
    public Task RefusePathAsync(HttpContext http) => AnswerAsync(http, () => throw new HttpRefusedException(
        StatusCodes.Status404NotFound,
        $"There is no path {http.Request.Path}. {HttpRoutes.OpenApi} lists the paths. A slash in the name of a room is %2F."));

    private static void Permit(HttpContext http, string method)
    {
        var headers = http.Response.Headers;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.Allow = Methods(method);
        headers.AccessControlAllowMethods = method;
        headers.AccessControlAllowHeaders = AllowedHeaders;
        headers.AccessControlMaxAge = PermissionAge;
    }

    private static string Methods(string method) => $"{method}, {HttpMethods.Options}";

    private async Task AnswerAsync(HttpContext http, Func<Task> answer)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        http.Response.Headers.Vary = "Origin";
        try
        {
            Admit(http);
            await answer();
        }
        catch (RefusedException refused)
        {
            await HttpAnswer.RefuseAsync(http, refused.Rejection.Code.ToHttpStatus(), refused.Rejection);
        }
        catch (HttpRefusedException refused)
        {
            await HttpAnswer.RefuseAsync(http, refused.Status, refused.Rejection);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
        }
    }

    private void Admit(HttpContext http)
    {
        if ((origins.Refuse(http) ?? origins.RefuseHost(http)) is { } refusal)
        {
            throw new RefusedException(new Rejection(ParleyCode.Forbidden, refusal));
        }

        if (http.Request.Headers.Origin is { Count: > 0 } origin)
        {
            http.Response.Headers.AccessControlAllowOrigin = origin;
            http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        }
    }
}
