using Proto = Activations.V1;

namespace Activations.Grpc.Services;

/// <summary>The calls on keys.</summary>
internal sealed partial class AdminService : Proto.AdminService.AdminServiceBase;
