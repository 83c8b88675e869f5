using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Parley.Protocol;
using Parley.Server.Contracts.Rooms;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Http;

/// <summary>Reads the body of one request. It takes memory as bytes arrive, and gives its part of the budget back on disposal.</summary>
internal sealed class BodyReader(HttpContext http, BodyBudget budget, TimeProvider time) : IDisposable
{
    private const int MinCapacity = 1_024;

    // Kestrel demands a rate only, so that a body of the greatest length could take a quarter of an hour.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private byte[] _bytes = [];
    private int _length;

    /// <summary>Reads all of it. The result is valid until disposal.</summary>
    /// <exception cref="RefusedException">It arrives too slowly, or too many others are being read.</exception>
    /// <exception cref="HttpRefusedException">It is too large, or not valid HTTP.</exception>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync()
    {
        if (http.Request.ContentLength > RoomCalls.MaxRequestBytes)
        {
            throw TooLarge();
        }

        try
        {
            await CopyAsync();
        }
        catch (BadHttpRequestException exception)
        {
            throw exception.StatusCode == StatusCodes.Status408RequestTimeout
                ? TooSlow()
                : new HttpRefusedException(exception.StatusCode, $"The body is not valid HTTP: {exception.Message}");
        }
        catch (IOException exception) when (IsGone(exception))
        {
            throw new OperationCanceledException("The client is gone.", exception);
        }
        catch (IOException exception)
        {
            // Such as a chunk whose size is not a number that there could be.
            throw new HttpRefusedException(StatusCodes.Status400BadRequest, $"The body is not valid HTTP: {exception.Message}");
        }

        return _bytes.AsMemory(0, _length);
    }

    public void Dispose()
    {
        budget.Return(_bytes.Length);
        _bytes = [];
    }

    // A connection that breaks ends the read before it ends the request.
    private bool IsGone(IOException exception) =>
        exception is ConnectionResetException
        || exception.InnerException is ConnectionAbortedException
        || http.RequestAborted.IsCancellationRequested;

    private async Task CopyAsync()
    {
        // Kestrel ends a read itself when the client is gone. Were the read cancelled, it could not drain the rest of the body.
        var input = http.Request.BodyReader;
        using var timer = new CancellationTokenSource(MaxTime, time);
        await using var late = timer.Token.UnsafeRegister(_ => input.CancelPendingRead(), null);
        while (true)
        {
            var read = await input.ReadAsync();
            if (timer.IsCancellationRequested)
            {
                input.AdvanceTo(read.Buffer.End);
                throw TooSlow();
            }

            try
            {
                foreach (var piece in read.Buffer)
                {
                    Append(piece.Span);
                }
            }
            finally
            {
                // Otherwise Kestrel could not drain the rest, and would break the connection before the client has the answer.
                input.AdvanceTo(read.Buffer.End);
            }

            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        var length = _length + bytes.Length;
        if (length > RoomCalls.MaxRequestBytes)
        {
            throw TooLarge();
        }

        if (length > _bytes.Length)
        {
            var capacity = Math.Min(Math.Max(Math.Max(length, _bytes.Length * 2), MinCapacity), RoomCalls.MaxRequestBytes);
            budget.Take(capacity - _bytes.Length);
            Array.Resize(ref _bytes, capacity);
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length = length;
    }

    private static HttpRefusedException TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge,
        $"The body is larger than {RoomCalls.MaxRequestBytes} bytes. Send the text in parts.");

    private static RefusedException TooSlow() =>
        new(ParleyCode.TimedOut, "The body arrived too slowly. Send the post again with the same command id.");
}
