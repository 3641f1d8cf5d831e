using Activations.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Activations.Grpc.OpenApi;

/// <summary>
/// The protos with their comments, as they were when the service was built. The descriptors of the generated code are the
/// same but for the comments, which they don't have.
/// </summary>
internal static class CommentedProtos
{
    private static readonly ExtensionRegistry Options = new()
    {
        AnnotationsExtensions.Http,
        FieldBehaviorExtensions.FieldBehavior,
        AccessExtensions.RequiredScope,
        AccessExtensions.EndUserAllowed,
        AccessExtensions.OperatorsAlone,
        SuccessStatusExtensions.SuccessStatus,
        ErrorsExtensions.CanonicalCode,
        ErrorsExtensions.HttpStatus,
    };

    private static readonly Lazy<IReadOnlyList<FileDescriptor>> Files = new(Load);

    /// <summary>The services that REST has, by the names of their files.</summary>
    public static IEnumerable<ServiceDescriptor> Services => Files.Value.SelectMany(file => file.Services);

    /// <summary>The reasons for which a call fails.</summary>
    public static IEnumerable<EnumValueDescriptor> Reasons => Files.Value
        .SelectMany(file => file.EnumTypes).Single(type => type.Name == nameof(V1.ErrorReason)).Values.Where(value => value.Number != 0);

    private static IReadOnlyList<FileDescriptor> Load()
    {
        using var stream = typeof(CommentedProtos).Assembly.GetManifestResourceStream("protos.binpb")!;
        var files = FileDescriptorSet.Parser.WithExtensionRegistry(Options).ParseFrom(stream);
        return [.. FileDescriptor.BuildFromByteStrings(files.File.Select(file => file.ToByteString()), Options)
            .Where(file => file.Package == "activations.v1")];
    }
}
