using GlancePortal.Access;
using GlancePortal.Api;
using GlancePortal.Api.V3;
using GlancePortal.Components;
using GlancePortal.Domain;
using GlancePortal.Hosting;
using GlancePortal.Jobs;
using GlancePortal.Uploads;

if (PortalHost.CreateBuilder(args) is not { } builder)
{
    return PortalHost.ConfigurationFault;
}

builder.Services.AddPortalDomain(builder.Configuration);
builder.Services.AddPortalJobs(builder.Configuration);
builder.Services.AddAccess();
builder.Services.AddPortalApi();
builder.Services.AddPortalPages();

var app = builder.Build();
if (!app.CheckConfiguration())
{
    return PortalHost.ConfigurationFault;
}

if (!await app.PrepareDataAsync() || !await app.PrepareIdentityAsync())
{
    return PortalHost.ConfigurationFault;
}

app.UseKnownProxies();
app.UseErrorResponses();
app.UsePortalCors();
app.UseTus();
app.UseVersionsAndRouting();
app.UseAccess();
app.UseApiEndpoints();
app.UsePortalPages();
app.MapStaticAssets().AllowAnonymous();
app.MapIdentityV3();
app.MapPortalApi();
app.MapSignIn();
app.MapTus();
app.MapPortalPages();
app.AnnounceReady();
await app.RunAsync();
return 0;

/// <summary>The entry point; public for the tests' host.</summary>
public partial class Program;
