using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Parley.Testing;

namespace Parley.Server.Tests.Operations;

public sealed class ReflectionTests
{
    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Production", null, false)]
    [InlineData(null, null, false)]
    [InlineData("Production", "true", true)]
    [InlineData("Development", "false", false)]
    public async Task Reflection_InProduction_IsOffUnlessSwitchedOn(string? environment, string? setting, bool on)
    {
        await using var server = await ServerProcess.StartAsync(
            environment: [new("DOTNET_ENVIRONMENT", environment), new("PARLEY_REFLECTION", setting)]);
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
