namespace Parley.Reliability.Tests.Checking;

/// <summary>A message as clients know it. Its text is unique in its room.</summary>
internal readonly record struct TextMessage(string User, string Text);
