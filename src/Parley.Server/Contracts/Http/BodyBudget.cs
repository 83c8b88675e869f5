using Parley.Protocol;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Http;

/// <summary>Bounds the memory of the bodies that are being read at once, by what has arrived of them, not by what was announced.</summary>
internal sealed class BodyBudget
{
    // 128 bodies of the greatest length, or many thousands of usual ones.
    private const long MaxBytes = 33_554_432;

    private long _taken;

    /// <summary>Takes memory for a body.</summary>
    /// <exception cref="RefusedException">Others have it. Nothing was taken.</exception>
    public void Take(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) > MaxBytes)
        {
            Return(bytes);
            throw new RefusedException(
                ParleyCode.Overloaded, "Too many bodies are being read. Send the post again in a moment, with the same command id.");
        }
    }

    /// <summary>Gives back what a body has taken.</summary>
    public void Return(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
