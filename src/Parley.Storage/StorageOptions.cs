using System.ComponentModel.DataAnnotations;

namespace Parley.Storage;

/// <summary>How the log uses its disk. Section <c>Parley:Storage</c> of the configuration.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// Bytes of the disk that stay free for the operator's work and for other programs. 0–1,125,899,906,842,624 (1 PiB), default 67,108,864
    /// (64 MiB). While less is free, posts are refused as <see cref="Protocol.ParleyCode.StorageFull"/>; reading, erasing and removing old
    /// events go on. 0 to use all of the disk.
    /// </summary>
    [Range(0, 1_125_899_906_842_624)]
    public long ReserveBytes { get; set; } = 67_108_864;
}
