using Activations.V1;
using Google.Protobuf;

namespace Activations.Grpc.Tests.Calls;

/// <summary>Walks lists page by page.</summary>
internal static class PageWalk
{
    /// <summary>All pages from the first on.</summary>
    public static async Task<List<TPage>> ForwardAsync<TRequest, TPage>(
        this TRequest request, Func<TRequest, Task<Answer<TPage>>> callAsync)
        where TRequest : IPageRequest
        where TPage : class, IPage, IMessage<TPage>, new()
    {
        var pages = new List<TPage>();
        do
        {
            pages.Add((await callAsync(request)).Reply);
            request.After = pages[^1].Next;
        }
        while (request.After.Length > 0);
        return pages;
    }

    /// <summary>All pages in front of a page, in the list's order.</summary>
    public static async Task<List<TPage>> BackwardAsync<TRequest, TPage>(
        this TRequest request, TPage from, Func<TRequest, Task<Answer<TPage>>> callAsync)
        where TRequest : IPageRequest
        where TPage : class, IPage, IMessage<TPage>, new()
    {
        var pages = new List<TPage>();
        for (request.Before = from.Prev; request.Before.Length > 0; request.Before = pages[0].Prev)
            pages.Insert(0, (await callAsync(request)).Reply);
        return pages;
    }
}
