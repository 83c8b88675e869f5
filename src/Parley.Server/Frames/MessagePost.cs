namespace Parley.Server.Frames;

/// <summary>A post that carries a message: what most frames of clients are.</summary>
/// <param name="Room">The room.</param>
/// <param name="CommandId">The command id; may be empty, which is not valid.</param>
/// <param name="Content">The message as an encoded <c>parley.v1.Content</c>.</param>
/// <param name="ExpectedSequence">The head that the post expects; <c>null</c> if it expects none.</param>
internal readonly record struct MessagePost(string Room, string CommandId, byte[] Content, long? ExpectedSequence);
