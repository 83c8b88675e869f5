namespace Parley.Rooms.Contents;

/// <summary>What an event carries. The numbers are those of the fields of <c>parley.v1.Content</c>, and are stored.</summary>
public enum ContentType
{
    /// <summary>Nothing, or something that this version does not know.</summary>
    Unknown = 0,

    /// <summary>A text that a user posted; see <see cref="MessageContent"/>.</summary>
    Message = 1,

    /// <summary>The room was created with a kind; see <see cref="CreatedContent"/>.</summary>
    Created = 2,

    /// <summary>Steps of a shared text; see <see cref="StepsContent"/>.</summary>
    Steps = 3,

    /// <summary>What only a host's own kind and its clients understand; see <see cref="CustomContent"/>.</summary>
    Custom = 4,

    /// <summary>Nothing any more: the content was erased; see <see cref="ErasedContent"/>.</summary>
    Erased = 5,

    /// <summary>Contents of earlier events are erased; see <see cref="ErasureContent"/>.</summary>
    Erasure = 6,
}
