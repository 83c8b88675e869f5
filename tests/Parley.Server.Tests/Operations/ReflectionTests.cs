using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Parley.Testing;

namespace Parley.Server.Tests.Operations;

public sealed class ReflectionTests
{
    [Theory]
    [InlineData("localhost", null, true)]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("localhost", "false", false)]
    [InlineData("*", null, false)]
    [InlineData("*", "true", true)]
    public async Task Reflection_OpenToOtherMachines_IsOffUnlessSwitchedOn(string bind, string? setting, bool on)
    {
        await using var server = await ServerProcess.StartAsync(["--bind", bind], [new("PARLEY_REFLECTION", setting)]);
        using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });

        if (on)
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).Within("the services"));
            Assert.Contains("chat.ChatService", call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
        }
        else
        {
            var refused = await Assert.ThrowsAsync<RpcException>(
                () => call.ResponseStream.MoveNext(CancellationToken.None).Within("a refusal"));
            Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
        }
    }
}
