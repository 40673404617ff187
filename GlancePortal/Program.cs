using GlancePortal.Access;
using GlancePortal.Api;
using GlancePortal.Api.V3;
using GlancePortal.Cli;
using GlancePortal.Components;
using GlancePortal.Hosting;
using GlancePortal.Uploads;

if (Verbs.AreNamed(args))
{
    return await Verbs.RunAsync(args);
}

if (PortalHost.CreateBuilder(args) is not { } builder)
{
    return PortalHost.ConfigurationFault;
}

builder.AddPortal();
var app = builder.Build();
if (!app.CheckConfiguration())
{
    return PortalHost.ConfigurationFault;
}

if (!app.TakeDataDirectory() || !await app.PrepareDataAsync() || !await app.PrepareIdentityAsync())
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
return await app.ServeAsync();

/// <summary>The entry point; public for the tests' host.</summary>
public partial class Program;
