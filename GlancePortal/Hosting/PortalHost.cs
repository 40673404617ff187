namespace GlancePortal.Hosting;

/// <summary>Makes the host: where its files are and what configures it.</summary>
internal static class PortalHost
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // A published program serves the files beside it, from whatever directory it is started.
        var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = published ? AppContext.BaseDirectory : null,
        });
        builder.WebHost.UseStaticWebAssets();
        return builder;
    }
}
