using System.Reflection;

namespace Parley.Client.Tests;

/// <summary>An application sees the client's own types, never the generated ones.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Generated = ["Parley.Protocol.V1", "Parley.Protocol.Chat"];

    [Fact]
    public void Signatures_OfPublicTypes_HaveNoGeneratedTypes()
    {
        var signatures = typeof(ParleyClient).Assembly.GetExportedTypes().SelectMany(Signatures).ToList();

        Assert.Contains(signatures, signature => signature.Type == typeof(ParleyRoom));
        Assert.Empty(signatures.Where(signature => Generated.Contains(signature.Type.Namespace))
            .Select(signature => $"{signature.Where}: {signature.Type}"));
    }

    /// <summary>Every type in the signatures that another assembly can use, and where it is.</summary>
    private static IEnumerable<(string Where, Type Type)> Signatures(Type type) =>
        new[] { type.BaseType }.Concat(type.GetInterfaces()).Concat(type.GetGenericArguments())
            .Select(used => (Where: type.Name, Type: used))
            .Concat(type.GetFields(All).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
                .Select(field => (Where: $"{type.Name}.{field.Name}", Type: (Type?)field.FieldType)))
            .Concat(type.GetMembers(All).OfType<MethodBase>()
                .Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
                .SelectMany(method => Types(method).Select(used => (Where: $"{type.Name}.{method.Name}", Type: (Type?)used))))
            .Where(found => found.Type is not null)
            .SelectMany(found => Parts(found.Type!).Select(part => (found.Where, part)));

    /// <summary>Properties and events are covered by their accessors.</summary>
    private static IEnumerable<Type> Types(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType)
            .Concat(method is MethodInfo { ReturnType: var returned } ? [returned] : [])
            .Concat(method.IsGenericMethod ? method.GetGenericArguments() : []);

    /// <summary>A type and the types it is made of: the element of an array, the arguments of a generic type.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        (type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments()).SelectMany(Parts).Prepend(type);
}
