using GlancePortal.Domain.Access;
using GlancePortal.Hosting;
using Microsoft.AspNetCore.Components;

namespace GlancePortal.Components.Shared;

/// <summary>A page of one project: every action runs as the person in that project, and ends when the page is left.</summary>
public abstract class ProjectPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    // Taken at once: work that goes on for a moment after the page was left may still look at it.
    protected ProjectPage() => Leaving = _leaving.Token;

    /// <summary>Id or name of the project, as the address has it.</summary>
    [Parameter]
    public required string Project { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    internal ActionScope Scope { get; init; } = null!;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving { get; }

    protected string ProjectAddress => $"/p/{Uri.EscapeDataString(Project)}";

    protected string ImagesAddress => $"{ProjectAddress}/images";

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<Outcome<T>> RunAsync<TService, T>(Func<TService, Caller, Task<T>> action)
        where TService : notnull => Scope.RunAsync(Project, action, Leaving);

    private protected Task<Refusal?> RunAsync<TService>(Func<TService, Caller, Task> action)
        where TService : notnull => Scope.RunAsync(Project, action, Leaving);
}
