using GlancePortal.Domain;
using GlancePortal.Domain.Data;
using GlancePortal.Hosting;

var builder = PortalHost.CreateBuilder(args);
builder.Services.AddPortalDomain(builder.Configuration);

var app = builder.Build();
await app.Services.GetRequiredService<DatabaseSchema>().UpgradeAsync(CancellationToken.None);
app.MapStaticAssets();
await app.RunAsync();

/// <summary>The entry point; public for the tests' host.</summary>
public partial class Program;
