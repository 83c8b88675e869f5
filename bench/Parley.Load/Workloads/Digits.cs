namespace Parley.Load.Workloads;

/// <summary>Reads the numbers this tool wrote; anything else reads as a wrong number, which counts as a fault.</summary>
internal static class Digits
{
    public static int Decimal(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }

    public static long Hexadecimal(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            value = (value << 4) | (long)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }

        return value;
    }
}
