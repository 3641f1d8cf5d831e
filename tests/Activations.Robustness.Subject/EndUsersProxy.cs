using System.Reflection;
using Activations.EndUsers;

namespace Activations.Robustness.Subject;

/// <summary>A write of an end user that goes another way.</summary>
/// <param name="written">What is added, saved or deleted.</param>
/// <param name="writeAsync">The write itself.</param>
/// <param name="cancellationToken">Its caller's.</param>
internal delegate Task<bool> WriteInAnotherWay(object written, Func<Task<bool>> writeAsync, CancellationToken cancellationToken);

/// <summary>Passes reads of end users on, and has writes done in another way. Public, since a proxy derives from it.</summary>
public class EndUsersProxy : DispatchProxy
{
    private IEndUserStore? store;
    private WriteInAnotherWay? write;

    internal static IEndUserStore Of(IEndUserStore store, WriteInAnotherWay write)
    {
        var proxy = Create<IEndUserStore, EndUsersProxy>();
        var endUsers = (EndUsersProxy)(object)proxy;
        (endUsers.store, endUsers.write) = (store, write);
        return proxy;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(Task<bool>) // to add, save and delete, and nothing else
            ? write!(args![0]!, () => (Task<bool>)targetMethod.Invoke(store, args)!, (CancellationToken)args[^1]!)
            : targetMethod.Invoke(store, args);
}
