using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Tests;

public sealed class ParleyCodeTests
{
    [Fact]
    public void Values_NamesAndNumbers_MatchTheWire() => Assert.Equal(
        Enum.GetValues<Code>().Select(code => (Name: code.ToString(), Number: (int)code)).Order(),
        Enum.GetValues<ParleyCode>().Select(code => (Name: code.ToString(), Number: (int)code)).Order());
}
