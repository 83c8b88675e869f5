namespace Parley.Reliability.Tests.Checking;

/// <summary>A message as clients know it; its text is unique.</summary>
internal readonly record struct Said(string User, string Text);
