using CsCheck;
using Parley.Load.Workloads;

namespace Parley.Load.Tests.Workloads;

public sealed class ChatTextTests
{
    [Fact]
    public void Stamp_AnyNumbers_CanBeReadBack() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Long[0, long.MaxValue], Gen.Int[0, 500])
            .Sample((sender, number, sentAt, bytes) =>
        {
            var text = ChatText.Create(sender, bytes);
            ChatText.Stamp(text, number, sentAt);

            Assert.Equal(Math.Max(bytes, ChatText.MinBytes), text.Length);
            Assert.Equal((sender, number, sentAt), (ChatText.Sender(text), ChatText.Number(text), ChatText.SentAt(text)));
        });
}
