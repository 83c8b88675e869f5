using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Rooms;

/// <summary>Whatever bytes a client sends as a request, the answer says what is wrong with them, and the log stays quiet.</summary>
public sealed class MalformedRequestTests(SharedServer shared)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    // A wrong wire type, a field that is cut off, a text that is not UTF-8, groups without an end, and a field number of 0.
    private static readonly byte[][] Malformed = [[0x0F], [0x0A, 5, 1], [0x0A, 2, 0xC3, 0x28], [0x0B, 0x0B, 0x0B], [0x00, 0x01]];

    public static TheoryData<string> Methods =>
        [.. RoomService.Descriptor.Methods.Where(method => !method.IsClientStreaming).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Request_Malformed_IsRefusedWithACode(string method)
    {
        foreach (var request in Malformed)
        {
            var refusal = await CallAsync(method, request);
            var sent = Convert.ToHexString(request);
            Assert.True(refusal.StatusCode == StatusCode.InvalidArgument, $"{sent}: {refusal.Status}");
            Assert.Equal($"{(int)Code.Invalid}", refusal.Trailers.GetValue("parley-code"));
            Assert.StartsWith($"Not a valid parley.v1.{method}Request: ", refusal.Status.Detail, StringComparison.Ordinal);
        }

        Assert.Empty(shared.Server.Process.Failures);
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(250_000)]
    public async Task Post_LongerThanAFrame_IsRefusedWithACode(int bytes)
    {
        var content = new Content { Message = new Message { Text = new string('x', bytes) } };
        var request = new PostRequest { Room = "malformed", User = "ada", CommandId = "c", Content = content };

        var refusal = await CallAsync(nameof(RoomService.RoomServiceClient.Post), request.ToByteArray());

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal($"{(int)Code.TextTooLong}", refusal.Trailers.GetValue("parley-code"));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Request_LargerThanAnyValid_IsRefusedWithItsLimit(string method)
    {
        var refusal = await CallAsync(method, Encoding.ASCII.GetBytes(new string('\n', 300_000)));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Empty(shared.Server.Process.Failures);
    }

    private async Task<RpcException> CallAsync(string method, byte[] request)
    {
        using var channel = GrpcChannel.ForAddress(shared.Server.GrpcAddress);
        var call = new Method<byte[], byte[]>(MethodType.Unary, RoomService.Descriptor.FullName, method, Bytes, Bytes);
        using var answer = channel.CreateCallInvoker().AsyncUnaryCall(call, null, new CallOptions(), request);
        return await Assert.ThrowsAsync<RpcException>(() => answer.ResponseAsync.Within("the refusal"));
    }
}
