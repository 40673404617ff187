using GlancePortal.Components.Shared;
using GlancePortal.Domain.Hosting;
using GlancePortal.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace GlancePortal.Components.Account;

/// <summary>The signed-in person: who they are, their password, and what a command line needs to act as them.</summary>
public sealed partial class MePage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Refusal? _refusal;

    [SupplyParameterFromQuery(Name = "project")]
    public string? ProjectQuery { get; set; }

    /// <summary>What is shown; the live page takes it over from the prerendered one.</summary>
    [PersistentState]
    public Profile? Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IOptions<PortalOptions> Options { get; init; }

    [Inject]
    internal ActionScope Scope { get; init; } = null!;

    private ProjectOfProfile? Chosen =>
        Me?.Projects.FirstOrDefault(project => project.Slug == ProjectQuery || project.Id == ProjectQuery) ?? (Me is { Projects: [var first, ..] } ? first : null);

    private string BaseAddress => (Options.Value.PublicEndpoint?.AbsoluteUri ?? Navigation.BaseUri).TrimEnd('/');

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (Me is null)
        {
            var leaving = _leaving.Token;
            var outcome = await Scope.RunAsync<ProfileLoader, Profile>(null, (loader, caller) => loader.LoadAsync(caller, leaving), leaving);
            (Me, _refusal) = (outcome.Value, outcome.Refusal);
        }
    }

    private string RoleName(string role) => T[$"Role.{role}"] is { ResourceNotFound: false } known ? known : role;
}
